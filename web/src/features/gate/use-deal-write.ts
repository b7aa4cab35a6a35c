import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { settleDeal } from '@/api/board-cache';
import type { Problem } from '@/api/problem';
import { dealQuery } from '@/api/queries';
import type { Deal } from '@/api/types';
import { useT } from '@/lib/use-locale';
import { useWrite } from '@/ui/use-write';

/** A change of one part of a deal. */
export interface DealWrite<T> {
  send: () => Promise<T>;
  /** What to say when it is done. */
  done: string;
  refused?: (problem: Problem) => boolean;
  /** Sends the opposite; absent for what cannot be taken back. */
  undo?: (result: T) => Promise<unknown>;
}

/** Writes one part of a deal and brings everything that rests on it up to date: the deal, its evidence, its gate. */
export function useDealWrite(dealId: string) {
  const client = useQueryClient();
  const write = useWrite();
  const t = useT('common');
  return useMemo(() => {
    async function save<T>({ send, done, refused, undo }: DealWrite<T>): Promise<boolean> {
      const written = await write({
        send,
        done,
        refused,
        settle: (result) => {
          if (isDeal(result)) settleDeal(client, result);
        },
        undo: undo && ((result) => void save({ send: () => undo(result), done: t('undone') })),
      });
      await client.invalidateQueries({ queryKey: dealQuery(dealId).queryKey });
      return written.ok;
    }
    return save;
  }, [client, dealId, write, t]);
}

function isDeal(result: unknown): result is Deal {
  return typeof result === 'object' && result !== null && 'buying_roles' in result;
}
