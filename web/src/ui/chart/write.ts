import type { Locale } from '@/i18n/catalogue';
import { formatDate } from '@/lib/dates';
import { formatMoney, formatMoneyCompact } from '@/lib/money';
import type { Unit } from '@/ui/chart/spec';

/** The few words a chart itself says, in the reader's language. */
export interface ChartWords {
  notAvailable: string;
  days: (count: number) => string;
  daysShort: (count: string) => string;
  interval: (low: string, high: string) => string;
  movedOn: (share: string) => string;
  passed: string;
  stayed: string;
  perfect: string;
  predicted: string;
  observed: string;
  count: (n: number) => string;
  open: string;
  needed: string;
  weighted: string;
  covered: (times: string) => string;
  between: (from: string, to: string) => string;
  yes: string;
  no: string;
}

/** Writes numbers the way the whole product does. */
export interface Writer {
  words: ChartWords;
  /** Whole, as in a table or a reading. */
  full: (value: number | null | undefined, unit: Unit) => string;
  /** As short as an axis needs it. */
  short: (value: number | null | undefined, unit: Unit) => string;
}

const TAGS: Record<Locale, string> = { ko: 'ko-KR', en: 'en-US' };

/** A writer for one language and the currency that money is in. */
export function writer(locale: Locale, currency: string, words: ChartWords): Writer {
  const number = (digits: number, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: digits, ...options });
  const whole = number(0);
  const decimal = number(2);
  const percent = number(1, { style: 'percent' });
  const compact = number(1, { notation: 'compact' });
  const say = (value: number, unit: Unit, isShort: boolean): string => {
    switch (unit) {
      case 'money': {
        // A mean of amounts may have a fraction of a minor unit; nobody pays it.
        const money = { amount_minor: Math.round(value), currency };
        return isShort ? formatMoneyCompact(money, locale) : formatMoney(money, locale);
      }
      case 'share':
        return percent.format(value);
      case 'days':
        return isShort ? words.daysShort(number(1).format(value)) : words.days(Math.round(value * 10) / 10);
      case 'whole':
        return isShort && Math.abs(value) >= 10_000 ? compact.format(value) : whole.format(value);
      default:
        return isShort && Math.abs(value) >= 10_000 ? compact.format(value) : decimal.format(value);
    }
  };
  return {
    words,
    full: (value, unit) => (value === null || value === undefined ? words.notAvailable : say(value, unit, false)),
    short: (value, unit) => (value === null || value === undefined ? words.notAvailable : say(value, unit, true)),
  };
}

/** A cell of a table as it is read; text is left to whoever knows its meaning. */
export function writeCell(value: unknown, unit: Unit, write: Writer, locale: Locale): string {
  if (value === null || value === undefined) return write.words.notAvailable;
  if (typeof value === 'boolean') return value ? write.words.yes : write.words.no;
  if (typeof value === 'number') return write.full(value, unit);
  if (unit === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(String(value))) return formatDate(String(value), locale);
  return String(value);
}
