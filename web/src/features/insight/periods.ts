/** The periods people ask for by name; a fiscal year is called by the calendar year it ends in. */
export const RELATIVE = [
  'this-quarter',
  'last-quarter',
  'this-year',
  'last-year',
  'last-12-months',
  'last-90-days',
] as const;
export type Relative = (typeof RELATIVE)[number];

export interface Span {
  /** First and last day, both inclusive. */
  from: string;
  to: string;
}

const two = (number: number) => String(number).padStart(2, '0');

/** The first day of a month counted from year 0. */
const firstOf = (months: number) => `${Math.floor(months / 12)}-${two((months % 12) + 1)}-01`;

function dayBefore(date: string): string {
  return shifted(date, -1);
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const months = (from: number, count: number): Span => ({ from: firstOf(from), to: dayBefore(firstOf(from + count)) });

/**
 * The days of a period: one of `RELATIVE`, a fiscal quarter (`2026-Q4`), a month (`2026-11`) or a fiscal year (`2026`).
 * Null for anything else.
 *
 * @param startMonth the first month of the fiscal year, 1 to 12
 */
export function spanOf(period: string, startMonth: number, today: string): Span | null {
  const start = startMonth - 1;
  const [year = 0, month = 1] = today.split('-').map(Number);
  const now = year * 12 + month - 1;
  const quarter = now - ((((now - start) % 3) + 3) % 3);
  const fiscal = now - ((((now - start) % 12) + 12) % 12);
  switch (period) {
    case 'this-quarter':
      return months(quarter, 3);
    case 'last-quarter':
      return months(quarter - 3, 3);
    case 'this-year':
      return months(fiscal, 12);
    case 'last-year':
      return months(fiscal - 12, 12);
    case 'last-12-months':
      return { from: firstOf(now - 11), to: today };
    case 'last-90-days':
      return { from: shifted(today, -89), to: today };
  }
  const named = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(period);
  if (named === null) return null;
  const [inYear, inQuarter, inMonth] = named.slice(1) as (string | undefined)[];
  if (inMonth) return months(Number(inYear) * 12 + Number(inMonth) - 1, 1);
  const opens = (Number(inYear) - (start > 0 ? 1 : 0)) * 12 + start;
  return inQuarter ? months(opens + (Number(inQuarter) - 1) * 3, 3) : months(opens, 12);
}

/** A moment people compare with: the end of the last whole week (Sunday), month, fiscal quarter and fiscal year. */
export interface PastEnd {
  name: 'week' | 'month' | 'quarter' | 'year';
  on: string;
}

/** The ends of periods that lie behind, nearest kind first. */
export function pastEnds(startMonth: number, today: string): PastEnd[] {
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay();
  const last = (period: Relative) => spanOf(period, startMonth, today)?.to ?? today;
  return [
    { name: 'week', on: shifted(today, -(weekday || 7)) },
    { name: 'month', on: dayBefore(`${today.slice(0, 7)}-01`) },
    { name: 'quarter', on: last('last-quarter') },
    { name: 'year', on: last('last-year') },
  ];
}
