import { useCallback } from 'react';
import type { Problem } from '@/api/problem';
import { asProblem } from '@/api/problem';
import { layOver } from '@/lib/pending';
import { useT } from '@/lib/use-locale';
import { showToast, UNDO_MS } from '@/ui/toast-store';

/** One change to the server's data. */
export interface Write<T> {
  /** Sends it. */
  send: () => Promise<T>;
  /** What the record will look like, shown at once and taken back if the server refuses. */
  optimistic?: { id: string; fields: object };
  /** Puts the server's answer into the caches; runs in the same turn as the optimistic change is taken off. */
  settle?: (result: T) => void;
  /** What to say when it is done; says nothing when absent. */
  done?: string;
  /** Takes it back: a change of its own, in the journal too. Offered for ten seconds. */
  undo?: (result: T) => void;
  /** Deals with a refusal in its own way (a dialog, a form's fields) and returns true; otherwise a toast says it. */
  refused?: (problem: Problem) => boolean;
}

/** What became of a write. */
export type Written<T> = { ok: true; result: T } | { ok: false; problem: Problem };

/**
 * The one way to change anything: shows the change at once, sends it, and then either keeps the server's answer and offers
 * to undo it, or takes exactly this change back and says why, with a way to try again where that can help.
 */
export function useWrite() {
  const t = useT('common');
  return useCallback(
    async function write<T>(change: Write<T>): Promise<Written<T>> {
      const takeOff = change.optimistic && layOver(change.optimistic.id, change.optimistic.fields);
      try {
        const result = await change.send();
        change.settle?.(result);
        takeOff?.();
        if (change.done) {
          const undo = change.undo;
          showToast(
            {
              tone: 'done',
              text: change.done,
              ...(undo ? { action: { label: t('undo'), run: () => undo(result), isUndo: true } } : {}),
            },
            undo ? UNDO_MS : 4000,
          );
        }
        return { ok: true, result };
      } catch (error) {
        takeOff?.();
        const problem = asProblem(error);
        if (change.refused?.(problem)) return { ok: false, problem };
        const id = problem.requestId ? t('request_id', { id: problem.requestId.slice(0, 12) }) : undefined;
        if (problem.isTransient) {
          showToast(
            {
              tone: 'unsaved',
              text: problem.status === 0 ? t('not_saved_offline') : t('not_saved'),
              detail: [problem.detail, id].filter(Boolean).join(' · '),
              action: { label: t('retry'), run: () => void write(change), isUndo: false },
            },
            null,
          );
        } else {
          showToast({
            tone: 'failed',
            text: problem.message,
            detail: [problem.detail, id].filter(Boolean).join(' · '),
          });
        }
        return { ok: false, problem };
      }
    },
    [t],
  );
}
