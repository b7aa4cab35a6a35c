import { describe, expect, it } from 'vitest';
import { withDeal, withoutDeal } from '@/api/board-cache';
import type { Board, DealRow } from '@/api/types';

function card(id: string, stage: string, amount_minor: number | null, over: Partial<DealRow> = {}): DealRow {
  return {
    id,
    stage,
    name: id,
    pipeline: 'new-business',
    amount: amount_minor === null ? null : { amount_minor, currency: 'KRW' },
    weighted_minor: amount_minor === null ? null : amount_minor / 10,
    rot: { is_rotting: false, days_in_stage: 1, limit_days: 30 },
    archived_at: null,
    version: 1,
    ...over,
  } as DealRow;
}

const board: Board = {
  pipeline: 'new-business',
  columns: [
    {
      stage: 'discovery',
      count: 3,
      rotting: 1,
      totals: [{ currency: 'KRW', amount_minor: 600, weighted_minor: 60 }],
      cards: [
        card('a', 'discovery', 100),
        card('b', 'discovery', 200, { rot: { is_rotting: true, days_in_stage: 40, limit_days: 30 } }),
      ],
      next_cursor: 'more',
    },
    { stage: 'qualified', count: 0, rotting: 0, totals: [], cards: [], next_cursor: null },
  ],
};

const [discovery, qualified] = [0, 1];

describe('a board', () => {
  it('moves a card with its amount, weighted amount and rot, deals not loaded included in the sums', () => {
    const moved = withDeal(board, card('b', 'qualified', 200, { weighted_minor: 50 }));
    expect(moved.columns[discovery]).toMatchObject({
      count: 2,
      rotting: 0,
      totals: [{ amount_minor: 400, weighted_minor: 40 }],
    });
    expect(moved.columns[qualified]).toMatchObject({ count: 1, totals: [{ amount_minor: 200, weighted_minor: 50 }] });
    expect(moved.columns[qualified]?.cards.map(({ id }) => id)).toEqual(['b']);
  });

  it('keeps a card in its place when only its fields change', () => {
    const changed = withDeal(board, card('a', 'discovery', 150));
    expect(changed.columns[discovery]?.cards.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(changed.columns[discovery]).toMatchObject({ count: 3, totals: [{ amount_minor: 650 }] });
  });

  it('loses a deal that is archived or goes to another pipeline', () => {
    expect(
      withDeal(board, card('a', 'discovery', 100, { archived_at: '2026-01-01T00:00:00Z' })).columns[discovery]?.count,
    ).toBe(2);
    expect(withDeal(board, card('a', 'due_soon', 100, { pipeline: 'renewals' })).columns[discovery]?.count).toBe(2);
    expect(withoutDeal(board, 'unknown')).toBe(board);
  });
});
