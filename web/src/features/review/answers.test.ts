import { describe, expect, it } from 'vitest';
import { answersOf, asSent, changedNames, firstOpen, nextOpen, progressOf, stepFrom } from '@/features/review/answers';
import type { ReviewEntry, ReviewState } from '@/features/review/queries';

function entry(id: string, state: ReviewState, amount?: [number, string]): ReviewEntry {
  const money = amount ? { amount_minor: amount[0], currency: amount[1] } : null;
  return { state, deal: { id, amount: money } } as ReviewEntry;
}

describe('answers', () => {
  it('send blanks as nothing, and hold a plan back until there is a risk', () => {
    const typed = { ...answersOf(null), evidence_answer: '  확정 메일 ', risk_plan: '재무팀 면담' };
    expect(asSent(typed)).toMatchObject({ evidence_answer: '확정 메일', risk: null, risk_plan: null, decisions: null });
    expect(asSent({ ...typed, risk: '예산' })).toMatchObject({ risk: '예산', risk_plan: '재무팀 면담' });
  });

  it('are only changed when what would be sent is', () => {
    const before = answersOf(null);
    expect(changedNames(before, { ...before, decisions: '   ' })).toEqual([]);
    expect(changedNames(before, { ...before, decisions: '할인 없음', next_confirmation_on: '2026-03-20' })).toEqual([
      'next_confirmation_on',
      'decisions',
    ]);
  });
});

describe('a queue', () => {
  const queue = [
    entry('a', 'reviewed', [70, 'KRW']),
    entry('b', 'skipped', [5, 'KRW']),
    entry('c', 'unreviewed', [9, 'KRW']),
    entry('d', 'reviewed', [30, 'KRW']),
    entry('e', 'unreviewed'),
    entry('f', 'reviewed', [4, 'USD']),
  ];

  it('counts what was reviewed and adds it up by currency, never across', () => {
    expect(progressOf(queue)).toEqual({
      reviewed: 3,
      skipped: 1,
      total: 6,
      worth: [
        { currency: 'KRW', amount_minor: 100 },
        { currency: 'USD', amount_minor: 4 },
      ],
    });
  });

  it('steps to its ends and not beyond', () => {
    expect([stepFrom(queue, 'b', 1), stepFrom(queue, 'f', 1), stepFrom(queue, 'a', -1)]).toEqual(['c', 'f', 'a']);
    expect(stepFrom([], undefined, 1)).toBeUndefined();
  });

  it('goes on with what is open, around the end, and stays when all is done', () => {
    expect(firstOpen(queue)).toBe('c');
    expect([nextOpen(queue, 'c'), nextOpen(queue, 'e'), nextOpen(queue, 'f')]).toEqual(['e', 'c', 'c']);
    expect(nextOpen([entry('a', 'reviewed')], 'a')).toBe('a');
  });
});
