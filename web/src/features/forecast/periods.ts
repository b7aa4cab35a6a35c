import { addDays } from '@/lib/dates';

/** Months since year 0. */
const monthsOf = (day: string) => {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return year * 12 + month - 1;
};

const named = (months: number) => `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;

/** How many months into its fiscal year a month is. */
const into = (months: number, startMonth: number) => (((months - startMonth + 1) % 12) + 12) % 12;

/** The fiscal quarter a month is in, called by the calendar year the fiscal year ends in: `2026-Q4`. */
function quarterAt(months: number, startMonth: number): string {
  const opened = months - into(months, startMonth);
  return `${Math.floor((opened + 11) / 12)}-Q${Math.floor(into(months, startMonth) / 3) + 1}`;
}

/** The fiscal quarter a day is in. */
export function quarterOf(day: string, startMonth: number): string {
  return quarterAt(monthsOf(day), startMonth);
}

/** The periods one forecasts or looks back at: the next quarter, this one with its months, and four before. */
export function periodsAround(day: string, startMonth: number): string[] {
  const now = monthsOf(day);
  const quarters = [1, 0, -1, -2, -3, -4].map((step) => quarterAt(now + step * 3, startMonth));
  const opened = now - (into(now, startMonth) % 3);
  return [...quarters, ...[0, 1, 2].map((step) => named(opened + step))];
}

/** Weeks one can go back on the slider. */
export const WEEKS = 52;

/** 1 for Monday to 7 for Sunday. */
const weekday = (day: string) => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/** The last day of the week before this day's: what was known by its end is what Monday began with. */
export function lastSunday(day: string): string {
  return addDays(day, -weekday(day));
}

/** The day whose end a place on the slider means; undefined for the last place, which is now. */
export function weekAt(place: number, today: string): string | undefined {
  return place >= WEEKS ? undefined : addDays(lastSunday(today), (place - WEEKS + 1) * 7);
}

/** Where an instant or day is on the slider: at the last week that was over by then. */
export function placeOf(asOf: string | undefined, today: string): number {
  if (!asOf) return WEEKS;
  const day = asOf.slice(0, 10);
  for (let place = WEEKS - 1; place > 0; place -= 1) if ((weekAt(place, today) ?? '') <= day) return place;
  return 0;
}
