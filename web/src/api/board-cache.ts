import type { QueryClient } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { dealQuery } from '@/api/queries';
import type { Board, BoardColumn, Deal, DealRow, Total } from '@/api/types';
import { matchesSearch } from '@/lib/search';

/** What a board is narrowed to. */
export interface BoardParams {
  pipeline: string;
  owner?: string;
  q?: string;
}

/** A pipeline as columns of cards; further cards are appended to it as they are scrolled to. */
export const boardQuery = (params: BoardParams) =>
  queryOptions({
    queryKey: ['board', params],
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/board', {
          params: { query: { pipeline: params.pipeline, owner: params.owner, q: params.q } },
          signal,
        }),
      ),
    staleTime: 120_000,
  });

/** Reads the next cards of a column and appends them. */
export async function loadMoreCards(client: QueryClient, params: BoardParams, column: BoardColumn): Promise<void> {
  if (!column.next_cursor) return;
  const { pipeline, owner, q } = params;
  const page = await body(
    api.GET('/api/v1/deals', {
      params: {
        query: { pipeline, stage: column.stage, owner, q, cursor: column.next_cursor, limit: 100 },
      },
    }),
  );
  client.setQueryData(
    boardQuery(params).queryKey,
    (board) => board && withMoreCards(board, column.stage, page.rows as DealRow[], page.next_cursor),
  );
}

function withMoreCards(board: Board, stage: string, rows: DealRow[], next_cursor?: string | null): Board {
  return mapColumn(board, stage, (column) => {
    const known = new Set(column.cards.map((card) => card.id));
    const cards = [...column.cards, ...rows.filter((row) => !known.has(row.id))];
    return { ...column, cards, next_cursor: next_cursor ?? null };
  });
}

function mapColumn(board: Board, stage: string, change: (column: BoardColumn) => BoardColumn): Board {
  return { ...board, columns: board.columns.map((column) => (column.stage === stage ? change(column) : column)) };
}

function addTotal(totals: Total[], deal: DealRow, sign: 1 | -1): Total[] {
  if (!deal.amount) return totals;
  const { currency, amount_minor } = deal.amount;
  const before = totals.find((total) => total.currency === currency) ?? {
    currency,
    amount_minor: 0,
    weighted_minor: 0,
  };
  const after = {
    currency,
    amount_minor: before.amount_minor + sign * amount_minor,
    weighted_minor: before.weighted_minor + sign * (deal.weighted_minor ?? 0),
  };
  return totals.includes(before) ? totals.map((total) => (total === before ? after : total)) : [...totals, after];
}

/** The column with a card more or less: its count, sums and rot with it. */
function count(column: BoardColumn, deal: DealRow, sign: 1 | -1): BoardColumn {
  return {
    ...column,
    count: column.count + sign,
    rotting: column.rotting + (deal.rot.is_rotting ? sign : 0),
    totals: addTotal(column.totals, deal, sign),
  };
}

/** The card of a deal, if it is among those loaded. */
export function findCard(board: Board, id: string): DealRow | undefined {
  for (const column of board.columns) {
    const card = column.cards.find((candidate) => candidate.id === id);
    if (card) return card;
  }
  return undefined;
}

/** Takes a deal off the board. */
export function withoutDeal(board: Board, id: string): Board {
  const card = findCard(board, id);
  if (!card) return board;
  return mapColumn(board, card.stage, (column) =>
    count({ ...column, cards: column.cards.filter((candidate) => candidate.id !== id) }, card, -1),
  );
}

/**
 * Puts a deal where it belongs: in place when its stage is unchanged, on top of its new column otherwise.
 * Counts and sums follow. A deal of another pipeline, or archived, leaves the board.
 */
export function withDeal(board: Board, deal: DealRow): Board {
  const before = findCard(board, deal.id);
  if (deal.pipeline !== board.pipeline || deal.archived_at) return withoutDeal(board, deal.id);
  if (before?.stage === deal.stage) {
    return mapColumn(board, deal.stage, (column) => {
      const cards = column.cards.map((card) => (card.id === deal.id ? deal : card));
      return count(count({ ...column, cards }, before, -1), deal, 1);
    });
  }
  return mapColumn(withoutDeal(board, deal.id), deal.stage, (column) =>
    count({ ...column, cards: [deal, ...column.cards] }, deal, 1),
  );
}

function belongs(params: BoardParams, deal: DealRow): boolean {
  const text = `${deal.name} ${deal.account?.name ?? ''}`;
  return (!params.owner || deal.owner?.id === params.owner) && (!params.q || matchesSearch(text, params.q));
}

/** Writes the server's answer about a deal into everything cached that shows it. Older answers than what is there are ignored. */
export function settleDeal(client: QueryClient, deal: Deal): void {
  const own = dealQuery(deal.id).queryKey;
  if ((client.getQueryData(own)?.version ?? 0) <= deal.version) client.setQueryData(own, deal);
  void client.invalidateQueries({ queryKey: [...own, 'gate'] });
  for (const [key, board] of client.getQueriesData<Board>({ queryKey: ['board'] })) {
    if (!board) continue;
    const params = key[1] as BoardParams;
    if ((findCard(board, deal.id)?.version ?? 0) > deal.version) continue;
    client.setQueryData(key, belongs(params, deal) ? withDeal(board, deal) : withoutDeal(board, deal.id));
  }
}
