import { addDays } from '@/lib/dates';

/** The first day of a day's month, some months later. */
export function firstOfMonth(day: string, later = 0): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + later, 1, 12)).toISOString().slice(0, 10);
}

/** The same day of the month, some months later; the last one where that month is shorter. */
export function sameDayIn(day: string, later: number): string {
  const first = firstOfMonth(day, later);
  const last = addDays(firstOfMonth(first, 1), -1);
  const same = first.slice(0, 8) + day.slice(8);
  return same > last ? last : same;
}

/** 0 for Sunday. */
const weekdayOf = (day: string) => new Date(`${day}T12:00:00Z`).getUTCDay();

/** The first day of a day's week, which begins on Sunday in both of our languages' countries. */
export const firstOfWeek = (day: string): string => addDays(day, -weekdayOf(day));

/** The weeks a month touches, Sunday to Saturday; the days of its neighbours too. */
export function weeksOf(month: string): string[][] {
  const first = firstOfMonth(month);
  const next = firstOfMonth(month, 1);
  const weeks: string[][] = [];
  for (let sunday = firstOfWeek(first); sunday < next; sunday = addDays(sunday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(sunday, index)));
  return weeks;
}

/** Where a key leads from a day, as a calendar's grid is walked; null for a key that means nothing here. */
export function stepFrom(day: string, key: string): string | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1);
    case 'ArrowRight':
      return addDays(day, 1);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'Home':
      return firstOfWeek(day);
    case 'End':
      return addDays(firstOfWeek(day), 6);
    case 'PageUp':
      return sameDayIn(day, -1);
    case 'PageDown':
      return sameDayIn(day, 1);
    default:
      return null;
  }
}
