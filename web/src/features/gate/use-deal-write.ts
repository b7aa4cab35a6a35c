import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { settleDeal } from '@/api/board-cache';
import type { Problem } from '@/api/problem';
import { dealQuery } from '@/api/queries';
import type { Deal } from '@/api/types';
import { useWrite } from '@/ui/use-write';

/** Writes one part of a deal and brings everything that rests on it up to date: the deal, its evidence, its gate. */
export function useDealWrite(dealId: string) {
  const client = useQueryClient();
  const write = useWrite();
  return useCallback(
    async <T>(send: () => Promise<T>, done: string, refused?: (problem: Problem) => boolean): Promise<boolean> => {
      const written = await write({
        send,
        done,
        refused,
        settle: (result) => {
          if (isDeal(result)) settleDeal(client, result);
        },
      });
      await client.invalidateQueries({ queryKey: dealQuery(dealId).queryKey });
      return written.ok;
    },
    [client, dealId, write],
  );
}

function isDeal(result: unknown): result is Deal {
  return typeof result === 'object' && result !== null && 'buying_roles' in result;
}
