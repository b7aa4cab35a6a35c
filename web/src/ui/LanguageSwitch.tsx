import { SegmentedControl } from '@mantine/core';
import type { Locale } from '@/i18n/catalogue';
import { switchLocale } from '@/i18n/language';
import { useLocale, useT } from '@/lib/use-locale';

/** 한국어 or English, at once. */
export function LanguageSwitch() {
  const t = useT('session');
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language')}
      value={useLocale()}
      onChange={(locale) => void switchLocale(locale as Locale)}
      data={[
        { value: 'ko', label: '한국어' },
        { value: 'en', label: 'English' },
      ]}
    />
  );
}
