import { useMemo } from 'react';
import { useLocale, useT } from '@/lib/use-locale';
import type { Writer } from '@/ui/chart/write';
import { writer } from '@/ui/chart/write';

/** Writes a chart's numbers in the reader's language, and money in this currency. */
export function useWriter(currency: string): Writer {
  const t = useT('chart');
  const common = useT('common');
  const locale = useLocale();
  return useMemo(
    () =>
      writer(locale, currency, {
        notAvailable: t('not_available'),
        days: (count) => common('day_count', { count }),
        daysShort: (count) => t('days_short', { count }),
        interval: (low, high) => t('interval', { low, high }),
        movedOn: (share) => t('moved_on', { share }),
        passed: t('passed'),
        stayed: t('stayed'),
        perfect: t('perfect'),
        predicted: t('predicted'),
        observed: t('observed'),
        count: (count) => t('n', { count }),
        open: t('open'),
        needed: t('needed'),
        weighted: t('weighted'),
        covered: (times) => t('covered', { times }),
        between: (from, to) => t('between', { from, to }),
        yes: common('yes'),
        no: common('no'),
      }),
    [t, common, locale, currency],
  );
}
