import type { Locale } from '@/i18n/catalogue';

/** An amount in the minor units of its ISO 4217 currency. */
export interface Money {
  amount_minor: number;
  currency: string;
}

const TAGS: Record<Locale, string> = { ko: 'ko-KR', en: 'en-US' };

const formats = new Map<string, Intl.NumberFormat>();

function format(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.NumberFormat(TAGS[locale], options)));
  return found;
}

/** How many decimals a currency has; 2 for a code nobody knows. */
export function decimalsOf(currency: string): number {
  try {
    return format('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

function majorUnits({ amount_minor, currency }: Money): number {
  return amount_minor / 10 ** decimalsOf(currency);
}

/** The whole amount: ₩7,590,000 or $12,000.50. */
export function formatMoney(money: Money, locale: Locale): string {
  const major = majorUnits(money);
  const whole = Number.isInteger(major);
  return format(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    ...(whole ? { minimumFractionDigits: 0 } : {}),
  }).format(major);
}

/** Three figures are what one reads at a glance: no decimal from a hundred of a unit on, one below that. */
const oneDecimalBelow = (amount: number, hundred: number) => (amount < hundred ? 1 : 0);

/** The amount as a person says it: ₩5.8억, ₩759만, $3.6만; $1.2M, $581K. The full amount belongs in the hover text. */
export function formatMoneyCompact(money: Money, locale: Locale): string {
  const major = majorUnits(money);
  const size = Math.abs(major);
  const isCompact = size >= 10_000;
  // Korean steps by ten thousands (만, 억, 조), English by thousands (K, M, B).
  const step = locale === 'ko' ? 10_000 : 1000;
  const unit = isCompact ? step ** Math.floor(Math.log10(size) / Math.log10(step) + 1e-9) : 1;
  const decimals = isCompact
    ? oneDecimalBelow(size / unit, 99.95)
    : size < 100 && !Number.isInteger(major)
      ? decimalsOf(money.currency)
      : 0;
  return format(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    notation: isCompact ? 'compact' : 'standard',
    useGrouping: true,
    minimumFractionDigits: isCompact ? 0 : decimals,
    maximumFractionDigits: decimals,
  }).format(major);
}

const MULTIPLIERS: Record<string, number> = { 억: 8, 천만: 7, 백만: 6, 만: 4, 천: 3, k: 3, m: 6, b: 9 };

/**
 * Reads what a person types: "12,000.50", "7,590만", "3억 5천만", "1.2m". Exact; null when it is not an amount, or finer
 * than the currency's minor unit.
 */
export function parseMoney(text: string, currency: string): Money | null {
  const cleaned = text
    .trim()
    .replace(/[,\s₩$원]/g, '')
    .toLowerCase();
  if (cleaned === '') return null;
  const pattern = /(\d+)(?:\.(\d+))?(억|천만|백만|만|천|k|m|b)?/gy;
  const decimals = decimalsOf(currency);
  let total = 0n;
  let read = 0;
  for (let match = pattern.exec(cleaned); match; match = pattern.exec(cleaned)) {
    const [part, whole = '', fraction = '', unit] = match;
    const power = (unit ? (MULTIPLIERS[unit] ?? 0) : 0) + decimals;
    if (fraction.replace(/0+$/, '').length > power) return null;
    total += BigInt(whole + fraction.slice(0, power).padEnd(power, '0'));
    read += part.length;
    if (!unit) break;
  }
  if (read !== cleaned.length || total > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return { amount_minor: Number(total), currency };
}

/** An amount as it is edited: digits and a decimal point, grouped. */
export function editableMoney(money: Money): string {
  return format('en', { maximumFractionDigits: decimalsOf(money.currency) }).format(majorUnits(money));
}

/** amount × percent, half to even, in whole minor units: 7,590,000 × 50 % = 3,795,000. */
export function weighted(amountMinor: number, percent: number): number {
  const product = BigInt(amountMinor) * BigInt(percent);
  const whole = product / 100n;
  const rest = (product % 100n) * 2n;
  const size = rest < 0n ? -rest : rest;
  const sign = product < 0n ? -1n : 1n;
  const up = size > 100n || (size === 100n && whole % 2n !== 0n);
  return Number(up ? whole + sign : whole);
}
