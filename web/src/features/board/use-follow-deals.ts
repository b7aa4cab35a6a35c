import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { BoardParams } from '@/api/board-cache';
import { boardQuery, findCard, settleDeal } from '@/api/board-cache';
import { api, body } from '@/api/client';
import { useChanges } from '@/lib/changes';

/** More changes than this in one moment (an import, a bulk edit) are read as one board rather than deal by deal. */
const BURST = 12;
const MOMENT_MS = 400;

/** Brings other people's changes of deals onto the board within a moment. */
export function useFollowDeals(params: BoardParams): void {
  const client = useQueryClient();
  const changed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const key = boardQuery(params).queryKey;

  const flush = async () => {
    const ids = [...changed.current];
    changed.current.clear();
    if (ids.length > BURST) return client.invalidateQueries({ queryKey: key });
    await Promise.all(
      ids.map(async (deal_id) => {
        try {
          settleDeal(client, await body(api.GET('/api/v1/deals/{deal_id}', { params: { path: { deal_id } } })));
        } catch {
          // Gone, or not ours to see any more: the board as a whole knows.
          await client.invalidateQueries({ queryKey: key });
        }
      }),
    );
  };

  useChanges((event) => {
    const id = event.object_kind === 'deal' ? event.object_id : event.deal_id;
    if (!id) return;
    const board = client.getQueryData(key);
    const known = board && findCard(board, id);
    if (event.object_kind === 'deal' && known && event.version && known.version >= event.version) return;
    changed.current.add(id);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush(), changed.current.size > BURST ? MOMENT_MS * 3 : MOMENT_MS);
  });
}
