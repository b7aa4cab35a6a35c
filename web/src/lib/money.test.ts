import { describe, expect, it } from 'vitest';
import { formatMoney, formatMoneyCompact, parseMoney, weighted } from '@/lib/money';

const krw = (amount_minor: number) => ({ amount_minor, currency: 'KRW' });
const usd = (amount_minor: number) => ({ amount_minor, currency: 'USD' });

describe('money', () => {
  it('is shown in full with the decimals of its currency', () => {
    expect(formatMoney(krw(7_590_000), 'ko')).toBe('₩7,590,000');
    expect(formatMoney(usd(1_200_050), 'en')).toBe('$12,000.50');
    expect(formatMoney(usd(1_200_000), 'ko')).toBe('$12,000');
  });

  it('is compact in 만 and 억 in Korean and in K and M in English', () => {
    expect(formatMoneyCompact(krw(7_590_000), 'ko')).toBe('₩759만');
    expect(formatMoneyCompact(krw(75_900_000), 'ko')).toBe('₩7,590만');
    expect(formatMoneyCompact(krw(1_234_000_000), 'ko')).toBe('₩12.3억');
    expect(formatMoneyCompact(krw(1_234_000_000), 'en')).toBe('₩1.2B');
    expect(formatMoneyCompact(usd(120_000_000), 'en')).toBe('$1.2M');
    expect(formatMoneyCompact(usd(950_00), 'en')).toBe('$950');
  });

  it('is compact with the figures one reads at a glance, never more', () => {
    expect(formatMoneyCompact(krw(580_709_120), 'ko')).toBe('₩5.8억');
    expect(formatMoneyCompact(krw(12_340_000_000), 'ko')).toBe('₩123억');
    expect(formatMoneyCompact(usd(58_070_912), 'en')).toBe('$581K');
    expect(formatMoneyCompact(usd(3_620_000), 'en')).toBe('$36.2K');
    expect(formatMoneyCompact(usd(3_620_000), 'ko')).toBe('$3.6만');
    expect(formatMoneyCompact(usd(58_070_912), 'ko')).toBe('$58.1만');
    expect(formatMoneyCompact(usd(767_543), 'en')).toBe('$7,675');
    expect(formatMoneyCompact(usd(1250), 'en')).toBe('$12.50');
    expect(formatMoneyCompact(usd(-58_070_912), 'en')).toBe('-$581K');
    expect(formatMoneyCompact(usd(99_996_000), 'en')).toBe('$1M');
  });

  it('reads what people type, exactly', () => {
    expect(parseMoney('7,590만', 'KRW')).toEqual(krw(75_900_000));
    expect(parseMoney('3억 5천만', 'KRW')).toEqual(krw(350_000_000));
    expect(parseMoney('1.2m', 'USD')).toEqual(usd(120_000_000));
    expect(parseMoney('$12,000.50', 'USD')).toEqual(usd(1_200_050));
    expect(parseMoney('0.29', 'USD')).toEqual(usd(29));
  });

  it('refuses what is not an amount, or finer than the currency', () => {
    for (const text of ['', 'abc', '-5', '1.2.3', '12x']) expect(parseMoney(text, 'USD')).toBeNull();
    expect(parseMoney('10.5', 'KRW')).toBeNull();
    expect(parseMoney('10.005', 'USD')).toBeNull();
  });

  it('weighs half to even in whole minor units', () => {
    expect(weighted(7_590_000, 50)).toBe(3_795_000);
    expect(weighted(5, 50)).toBe(2);
    expect(weighted(15, 50)).toBe(8);
  });
});
