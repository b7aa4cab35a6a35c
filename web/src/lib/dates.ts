import type { Locale } from '@/i18n/catalogue';

const TAGS: Record<Locale, string> = { ko: 'ko-KR', en: 'en-US' };
const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(TAGS[locale], options)));
  return found;
}

const atNoonUtc = (date: string) => new Date(`${date}T12:00:00Z`);

/** A calendar date (`2026-03-31`), the year only when it is not this one. */
export function formatDate(date: string, locale: Locale, today = todayIn()): string {
  const sameYear = date.slice(0, 4) === today.slice(0, 4);
  if (!sameYear) return format(locale, { timeZone: 'UTC', dateStyle: 'medium' }).format(atNoonUtc(date));
  return format(locale, { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(atNoonUtc(date));
}

/** A calendar date with year and weekday, for hover text and forms. */
export function formatDateFull(date: string, locale: Locale): string {
  return format(locale, { timeZone: 'UTC', dateStyle: 'full' }).format(atNoonUtc(date));
}

/** The month of a calendar date: "October 2026". */
export function formatMonth(date: string, locale: Locale): string {
  return format(locale, { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(atNoonUtc(date));
}

/** The weekday of a calendar date. */
export function formatWeekday(date: string, locale: Locale, width: 'long' | 'narrow'): string {
  return format(locale, { timeZone: 'UTC', weekday: width }).format(atNoonUtc(date));
}

/** An instant in the reader's time zone. */
export function formatInstant(instant: string, locale: Locale, timeZone?: string): string {
  return format(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** "3 days ago", "in 2 hours", from now. */
export function formatRelative(instant: string, locale: Locale, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const [unit, size] = steps.find(([, step]) => Math.abs(seconds) >= step) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(TAGS[locale], { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** Today's date where the reader is (or in the zone given). */
export function todayIn(timeZone?: string, now = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((atNoonUtc(to).getTime() - atNoonUtc(from).getTime()) / DAY_MS);
}

/** The date some days later. */
export function addDays(date: string, days: number): string {
  return new Date(atNoonUtc(date).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** Noon of a date in the reader's zone as an instant, for forms that ask only for the day something happened. */
export function instantOn(date: string, now = new Date()): string {
  return date === todayIn(undefined, now) ? now.toISOString() : new Date(`${date}T12:00:00`).toISOString();
}
