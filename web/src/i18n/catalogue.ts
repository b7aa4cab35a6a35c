import type board from '@/i18n/messages/en/board.json';
import type bottleneck from '@/i18n/messages/en/bottleneck.json';
import type chart from '@/i18n/messages/en/chart.json';
import type common from '@/i18n/messages/en/common.json';
import type deal from '@/i18n/messages/en/deal.json';
import type dictionary from '@/i18n/messages/en/dictionary.json';
import type forecast from '@/i18n/messages/en/forecast.json';
import type gate from '@/i18n/messages/en/gate.json';
import type imports from '@/i18n/messages/en/import.json';
import type insight from '@/i18n/messages/en/insight.json';
import type records from '@/i18n/messages/en/records.json';
import type review from '@/i18n/messages/en/review.json';
import type session from '@/i18n/messages/en/session.json';
import type settings from '@/i18n/messages/en/settings.json';
import type workshop from '@/i18n/messages/en/workshop.json';

/** The languages of the product. */
export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** One namespace per catalogue file; English defines the keys and Korean is tested to have the same. */
export interface Messages {
  bottleneck: typeof bottleneck;
  chart: typeof chart;
  common: typeof common;
  session: typeof session;
  board: typeof board;
  forecast: typeof forecast;
  gate: typeof gate;
  dictionary: typeof dictionary;
  deal: typeof deal;
  records: typeof records;
  review: typeof review;
  settings: typeof settings;
  insight: typeof insight;
  import: typeof imports;
  workshop: typeof workshop;
}

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

const catalogues: Record<Locale, () => Promise<{ default: Messages }>> = {
  ko: () => import('@/i18n/messages/ko'),
  en: () => import('@/i18n/messages/en'),
};

/** Loads a language's catalogue as its own chunk. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  return (await catalogues[locale]()).default;
}
