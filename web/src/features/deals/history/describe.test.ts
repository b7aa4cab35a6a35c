import { describe, expect, it } from 'vitest';
import { effectiveAt, fieldChanges, instantAt, stepOf } from '@/features/deals/history/describe';

describe('a journal entry', () => {
  it('tells what a reader cares about, not what follows from it', () => {
    const changes = { version: [1, 2], updated_at: ['a', 'b'], next_step: [null, 'Call'], stage: ['a', 'a'] };
    expect(fieldChanges({ object_kind: 'deal', changes: changes as never })).toEqual([
      { field: 'next_step', before: null, after: 'Call' },
    ]);
  });

  it('counts from when it happened only when it was imported', () => {
    const entry = { occurred_at: '2025-01-01T00:00:00Z', recorded_at: '2026-01-01T00:00:00Z' };
    expect(effectiveAt({ ...entry, origin: 'import' })).toBe(entry.occurred_at);
    expect(effectiveAt({ ...entry, origin: 'ui' })).toBe(entry.recorded_at);
  });
});

describe('the slider through time', () => {
  const [from, to] = [Date.parse('2026-01-01T00:00:00Z'), Date.parse('2026-01-11T00:00:00Z')];

  it('goes there and back', () => {
    expect(instantAt(500, from, to, 1000)).toBe('2026-01-06T00:00:00.000Z');
    expect(stepOf('2026-01-06T00:00:00Z', from, to, 1000)).toBe(500);
  });

  it('stays within its ends', () => {
    expect(stepOf('2020-01-01T00:00:00Z', from, to, 1000)).toBe(0);
    expect(stepOf('2030-01-01T00:00:00Z', from, to, 1000)).toBe(1000);
  });
});
