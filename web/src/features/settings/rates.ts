import type { components } from '@/api/schema';
import { addDays } from '@/lib/dates';
import type { Money } from '@/lib/money';
import { decimalsOf } from '@/lib/money';

export type FxRate = components['schemas']['FxRate'];

/** A rate with what the ones beside it say about it. */
export interface DatedRate extends FxRate {
  /** The last day it holds; null while none follows. */
  until: string | null;
  /** What it changed by, as a share of the one before; null for the first. */
  change: number | null;
}

/** How far a rate moves from one entry to the next before a slip of the decimal point is likelier than the market. */
const ODD_CHANGE = 0.3;

/** Is this more likely a slip of the pen? */
export const isOdd = (change: number | null): boolean => change !== null && Math.abs(change) > ODD_CHANGE;

/** The rates of each currency, the newest first. */
export function byCurrency(rates: readonly FxRate[]): Map<string, DatedRate[]> {
  const sorted = rates.toSorted(
    (one, other) => one.currency.localeCompare(other.currency) || one.effective_on.localeCompare(other.effective_on),
  );
  const groups = new Map<string, DatedRate[]>();
  sorted.forEach((rate, at) => {
    const [before, after] = [sorted[at - 1], sorted[at + 1]];
    const dated = {
      ...rate,
      until: after?.currency === rate.currency ? addDays(after.effective_on, -1) : null,
      change: before?.currency === rate.currency ? Number(rate.rate) / Number(before.rate) - 1 : null,
    };
    groups.set(rate.currency, [dated, ...(groups.get(rate.currency) ?? [])]);
  });
  return groups;
}

/** The rate that would stand before a new one of a day. */
export function rateBefore(rates: readonly FxRate[], currency: string, on: string): FxRate | undefined {
  return rates
    .filter((rate) => rate.currency === currency && rate.effective_on < on)
    .toSorted((one, other) => other.effective_on.localeCompare(one.effective_on))[0];
}

/** What a rate as typed is: plain decimal text as the server takes it, or why it is none. */
export type ReadRate = { rate: string } | { why: 'malformed' | 'too_fine' | 'not_above_zero' | 'too_large' };

/** Reads a rate as people type it, with commas between thousands. */
export function readRate(typed: string): ReadRate {
  const text = typed.trim().replace(/,(?=\d{3}(\D|$))/g, '');
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(text)) return { why: 'malformed' };
  const [whole = '', fraction = ''] = text.split('.');
  if (fraction.replace(/0+$/, '').length > 9) return { why: 'too_fine' };
  const rate = `${whole || '0'}${fraction ? `.${fraction}` : ''}`;
  if (Number(rate) <= 0) return { why: 'not_above_zero' };
  return Number(rate) > 1_000_000 ? { why: 'too_large' } : { rate };
}

/** A round amount and what it is worth: small rates are said of more than one unit, so that there is something to read. */
export function worthOf(rate: string, currency: string, home: string): { amount: Money; worth: Money } {
  const readable = decimalsOf(home) === 0 ? 100 : 1;
  const units = 10 ** Math.max(0, Math.ceil(Math.log10(readable / Number(rate))));
  return {
    amount: { amount_minor: units * 10 ** decimalsOf(currency), currency },
    worth: { amount_minor: Math.round(units * Number(rate) * 10 ** decimalsOf(home)), currency: home },
  };
}
