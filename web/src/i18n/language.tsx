import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { IntlProvider } from 'use-intl';
import type { Locale, Messages } from '@/i18n/catalogue';
import { loadMessages, LOCALES } from '@/i18n/catalogue';
import { createStore, useStore } from '@/lib/store';

const KEY = 'proofline-locale';

/** The language on screen and its texts, always changed together. */
const language = createStore<{ locale: Locale; messages: Messages } | null>(null);

function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

/** The language the person chose here, or their browser's. */
export function preferredLocale(): Locale {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    // Storage may be forbidden; the browser's language holds.
  }
  return isLocale(kept) ? kept : navigator.language.startsWith('ko') ? 'ko' : 'en';
}

/** Changes the language at once; everything typed stays. */
export async function switchLocale(locale: Locale, keep = true): Promise<void> {
  const messages = await loadMessages(locale);
  document.documentElement.lang = locale;
  language.set({ locale, messages });
  if (!keep) return;
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // Then it holds until the page is closed.
  }
}

/** Gives everything below it the language of the moment. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const current = useStore(language);
  useEffect(() => {
    if (!language.get()) void switchLocale(preferredLocale(), false);
  }, []);
  if (!current) return null;
  return (
    <IntlProvider
      locale={current.locale}
      messages={current.messages}
      timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
    >
      {children}
    </IntlProvider>
  );
}
