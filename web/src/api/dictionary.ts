import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

export type DictionaryEntry = components['schemas']['DictionaryEntry'];
export type DictionaryKind = components['schemas']['DictionaryKind'];

/** What every term, metric, stage and field means. Small, and the same until a playbook is published. */
export const dictionaryQuery = queryOptions({
  queryKey: ['dictionary'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/dictionary', { signal })),
  // Answers carry every field; inside a page the document does not say so.
  select: ({ rows }) => rows as DictionaryEntry[],
  staleTime: 300_000,
});

/** The entry with this key. A report's bare name means its number, unless a term has that name. */
export function findEntry(entries: readonly DictionaryEntry[], key: string): DictionaryEntry | undefined {
  return entries.find((entry) => entry.key === key) ?? entries.find((entry) => entry.key === `metric.${key}`);
}
