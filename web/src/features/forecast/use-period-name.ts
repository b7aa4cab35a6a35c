import { useCallback } from 'react';
import { useLocale, useT } from '@/lib/use-locale';

/** Names a period: `2026-Q4` is "Q4 2026" or "2026년 4분기", `2026-11` a month. */
export function usePeriodName(): (period: string) => string {
  const t = useT('forecast');
  const locale = useLocale();
  return useCallback(
    (period) => {
      const [year = '', part = ''] = period.split('-');
      if (part.startsWith('Q')) return t('quarter', { year, quarter: part.slice(1) });
      const first = new Date(`${period}-01T12:00:00Z`);
      const words = { timeZone: 'UTC', year: 'numeric', month: 'long' } as const;
      return new Intl.DateTimeFormat(locale === 'ko' ? 'ko-KR' : 'en-US', words).format(first);
    },
    [t, locale],
  );
}
