import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { settleDeal } from '@/api/board-cache';
import { api, body, ifVersion } from '@/api/client';
import type { Problem } from '@/api/problem';
import type { Deal, EditDeal } from '@/api/types';
import { useT } from '@/lib/use-locale';
import { useWrite } from '@/ui/use-write';

/** The words of an edit and how it reads before the server has answered. */
export interface Edit {
  change: EditDeal;
  /** The same on the deal itself; names and sums the server works out come with its answer. */
  shown?: Partial<Deal>;
  refused?: (problem: Problem) => boolean;
}

const IDS = { account_id: 'account', contact_id: 'contact', owner_id: 'owner', product_id: 'product' } as const;

/** The edit that brings back what a change overwrote. */
export function inverse(change: EditDeal, before: Deal): EditDeal {
  const entries = Object.keys(change).map((key) => {
    const named = IDS[key as keyof typeof IDS];
    return [key, named ? (before[named]?.id ?? null) : (before[key as keyof Deal] ?? null)];
  });
  return Object.fromEntries(entries) as EditDeal;
}

/** Edits fields of a deal: shown at once, refused when somebody else was faster, and undone for ten seconds. */
export function useEditDeal(deal: Deal) {
  const t = useT('deal');
  const common = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  return useCallback(
    async ({ change, shown, refused }: Edit): Promise<boolean> => {
      const path = { deal_id: deal.id };
      const send = (edit: EditDeal, version: number) =>
        body(api.PATCH('/api/v1/deals/{deal_id}', { params: { path }, headers: ifVersion(version), body: edit }));
      const written = await write({
        optimistic: shown && { id: deal.id, fields: shown },
        send: () => send(change, deal.version),
        settle: (saved) => settleDeal(client, saved),
        done: t('saved'),
        undo: (saved) =>
          void write({
            send: () => send(inverse(change, deal), saved.version),
            settle: (restored) => settleDeal(client, restored),
            done: common('undone'),
          }),
        refused,
      });
      if (!written.ok && written.problem.isConflict) void client.invalidateQueries({ queryKey: ['deal', deal.id] });
      return written.ok;
    },
    [deal, client, write, t, common],
  );
}
