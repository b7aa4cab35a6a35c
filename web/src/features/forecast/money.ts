import { useMemo } from 'react';
import type { Money } from '@/lib/money';
import { formatMoney, formatMoneyCompact } from '@/lib/money';
import { useLocale, useT } from '@/lib/use-locale';

/** Writes amounts of one currency, and says so where there is none. */
export function useMoney(currency: string) {
  const locale = useLocale();
  const none = useT('chart')('not_available');
  return useMemo(() => {
    const say = (write: typeof formatMoney) => (minor: number | null | undefined, own?: string) =>
      minor === null || minor === undefined
        ? none
        : write({ amount_minor: minor, currency: own ?? currency } as Money, locale);
    return { full: say(formatMoney), short: say(formatMoneyCompact) };
  }, [locale, currency, none]);
}
