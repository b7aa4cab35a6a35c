import { useCallback } from 'react';
import { createStore } from '@/lib/store';
import type { Fields } from '@/lib/merge';
import { useSayValue } from '@/ui/use-say-value';

/** A field that two people changed, with both values in words. */
export interface Clash {
  field: string;
  label: string;
  mine: string;
  theirs: string;
}

/** A question about fields that two people changed. */
export interface Conflict {
  /** What the record is called. */
  name: string;
  clashes: Clash[];
  /** The fields to leave as the other person has them; null gives up. */
  decide: (left: ReadonlySet<string> | null) => void;
}

/** The question on screen, if any; its dialog is mounted once, by the shell. */
export const conflictRequest = createStore<Conflict | null>(null);

/** How a record's fields are called and read. */
export interface FieldWords {
  label: (field: string) => string;
  /** A choice in words; undefined for plain values. */
  word?: (field: string, value: string) => string | undefined;
}

/** Asks the person about fields that somebody else changed too. */
export function useAskConflict(): (
  name: string,
  words: FieldWords,
) => (fields: string[], mine: Fields, theirs: Fields) => Promise<ReadonlySet<string> | null> {
  const say = useSayValue();
  return useCallback(
    (name, { label, word }) =>
      async (fields, mine, theirs) => {
        const clashes = await Promise.all(
          fields.map(async (field) => ({
            field,
            label: label(field),
            mine: await say(field, mine[field], word),
            theirs: await say(field, theirs[field], word),
          })),
        );
        return new Promise((resolve) => {
          const decide: Conflict['decide'] = (left) => {
            conflictRequest.set(null);
            resolve(left);
          };
          conflictRequest.set({ name, clashes, decide });
        });
      },
    [say],
  );
}
