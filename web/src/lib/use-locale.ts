import { useMemo } from 'react';
import type { _Translator as Translator } from 'use-intl';
import { useLocale, useTranslations } from 'use-intl';
import type { Text } from '@/api/types';
import type { Messages } from '@/i18n/catalogue';
import { attachParticles } from '@/lib/particle';

export { useLocale };

type Call = (key: string, values?: Record<string, string | number | Date>) => string;

/** Translates keys of one namespace; Korean particles are chosen after the values are in place. */
export function useT<N extends keyof Messages>(namespace: N): Translator<Messages, N> {
  const translate = useTranslations(namespace);
  return useMemo(() => {
    const plain = translate as unknown as Call;
    const withParticles: Call = (key, values) => attachParticles(plain(key, values));
    const { rich, markup, raw, has } = translate;
    return Object.assign(withParticles, { rich, markup, raw, has }) as unknown as Translator<Messages, N>;
  }, [translate]);
}

/** Picks the reader's language from a text that carries both; the server leaves the choice of particles to the reader's page. */
export function useText(): (text: Text) => string {
  const locale = useLocale();
  return useMemo(() => (text: Text) => (locale === 'ko' ? attachParticles(text.ko) : text[locale]), [locale]);
}
