import { describe, expect, it } from 'vitest';
import { byCurrency, isOdd, rateBefore, readRate, worthOf } from '@/features/settings/rates';

const rate = (currency: string, effective_on: string, text: string) => ({
  id: `${currency}${effective_on}`,
  currency,
  effective_on,
  rate: text,
});
const rates = [
  rate('KRW', '2026-02-01', '0.0007'),
  rate('EUR', '2026-01-01', '1.1'),
  rate('KRW', '2026-01-01', '0.0008'),
];

describe('dated rates', () => {
  it('hold until the day before the next of their currency, and say what changed', () => {
    const krw = byCurrency(rates).get('KRW');
    expect(krw?.map(({ effective_on, until }) => [effective_on, until])).toEqual([
      ['2026-02-01', null],
      ['2026-01-01', '2026-01-31'],
    ]);
    expect(krw?.[0]?.change).toBeCloseTo(-0.125);
    expect(krw?.[1]?.change).toBeNull();
    expect([...byCurrency(rates).keys()]).toEqual(['EUR', 'KRW']);
  });

  it('follow the one in force before their day', () => {
    expect(rateBefore(rates, 'KRW', '2026-01-20')?.rate).toBe('0.0008');
    expect(rateBefore(rates, 'KRW', '2026-01-01')).toBeUndefined();
  });

  it('that jump are probably slips', () => {
    expect([isOdd(0.05), isOdd(-0.5), isOdd(9), isOdd(null)]).toEqual([false, true, true, false]);
  });
});

describe('a rate as typed', () => {
  it('is read with or without commas, and exactly', () => {
    expect(readRate('1,390.5')).toEqual({ rate: '1390.5' });
    expect(readRate(' 0.000719 ')).toEqual({ rate: '0.000719' });
    expect(readRate('.5')).toEqual({ rate: '0.5' });
  });

  it('is refused with the reason', () => {
    expect(readRate('1,39')).toEqual({ why: 'malformed' });
    expect(readRate('about 1')).toEqual({ why: 'malformed' });
    expect(readRate('0')).toEqual({ why: 'not_above_zero' });
    expect(readRate('0.0000000001')).toEqual({ why: 'too_fine' });
    expect(readRate('2000000')).toEqual({ why: 'too_large' });
  });

  it('is shown on an amount one can picture', () => {
    expect(worthOf('0.000719', 'KRW', 'USD')).toEqual({
      amount: { amount_minor: 10_000, currency: 'KRW' },
      worth: { amount_minor: 719, currency: 'USD' },
    });
    expect(worthOf('1390.5', 'USD', 'KRW').worth.amount_minor).toBe(1391);
    expect(worthOf('1.5151515', 'USD', 'JPY')).toMatchObject({
      amount: { amount_minor: 10_000 },
      worth: { amount_minor: 152 },
    });
  });
});
