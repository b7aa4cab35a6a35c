import { describe, expect, it } from 'vitest';
import { firstOfMonth, sameDayIn, stepFrom, weeksOf } from '@/ui/calendar/month';

describe('a month', () => {
  it('is whole weeks from Sunday to Saturday', () => {
    const weeks = weeksOf('2026-11-22');
    expect(weeks[0]?.[0]).toBe('2026-11-01');
    expect(weeks.at(-1)).toEqual([
      '2026-11-29',
      '2026-11-30',
      '2026-12-01',
      '2026-12-02',
      '2026-12-03',
      '2026-12-04',
      '2026-12-05',
    ]);
    expect(weeksOf('2026-02-10')).toHaveLength(4);
  });

  it('follows the one before, over the year', () => {
    expect(firstOfMonth('2026-12-31', 1)).toBe('2027-01-01');
    expect(firstOfMonth('2026-01-15', -1)).toBe('2025-12-01');
  });

  it('keeps the day where the other month has it, and takes its last where not', () => {
    expect(sameDayIn('2026-03-31', -1)).toBe('2026-02-28');
    expect(sameDayIn('2024-01-30', 1)).toBe('2024-02-29');
    expect(sameDayIn('2026-05-07', 1)).toBe('2026-06-07');
  });

  it('is walked by the keys of a grid', () => {
    expect(stepFrom('2026-11-01', 'ArrowLeft')).toBe('2026-10-31');
    expect(stepFrom('2026-11-25', 'ArrowDown')).toBe('2026-12-02');
    expect(stepFrom('2026-11-25', 'Home')).toBe('2026-11-22');
    expect(stepFrom('2026-11-25', 'End')).toBe('2026-11-28');
    expect(stepFrom('2026-11-30', 'PageUp')).toBe('2026-10-30');
    expect(stepFrom('2026-11-30', 'a')).toBeNull();
  });
});
