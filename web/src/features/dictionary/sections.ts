import type { DictionaryEntry, DictionaryKind } from '@/api/dictionary';
import type { Text } from '@/api/types';
import { matchesSearch } from '@/lib/search';

/** Kinds of entries, in the order people look for them. */
export const KINDS: DictionaryKind[] = ['term', 'metric', 'stage', 'field'];

/** A line of the list: a heading, or an entry below it. */
export type Line = { heading: string; kind?: DictionaryKind } | { entry: DictionaryEntry };

const INITIALS = [...'ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ'];

/** What a name is filed under: its first initial consonant (ㄲ under ㄱ), its first letter, or # for the rest. */
export function letterOf(name: string): string {
  const first = name.normalize('NFC').charAt(0).toUpperCase();
  const syllable = first.charCodeAt(0) - 0xac00;
  if (syllable >= 0 && syllable < 11172) return INITIALS[Math.floor(syllable / 588)] ?? '#';
  return /^[A-Z]$/.test(first) ? first : '#';
}

/** The entries of one kind, filed by letter in the reader's order. */
export function byLetter(entries: readonly DictionaryEntry[], text: (text: Text) => string, locale: string): Line[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const sorted = entries.toSorted((a, b) => compare(text(a.name), text(b.name)));
  return sorted.flatMap((entry, index): Line[] => {
    const letter = letterOf(text(entry.name));
    const before = sorted[index - 1];
    return before && letterOf(text(before.name)) === letter ? [{ entry }] : [{ heading: letter }, { entry }];
  });
}

/** Stages by pipeline and fields by record, in their own order: what the key says after its kind is the heading. */
export function byGroup(entries: readonly DictionaryEntry[], nameOf: (group: string) => string): Line[] {
  const groupOf = (entry: DictionaryEntry) => entry.key.split('.')[1] ?? '';
  return entries.flatMap((entry, index): Line[] => {
    const group = groupOf(entry);
    const before = entries[index - 1];
    return before && groupOf(before) === group ? [{ entry }] : [{ heading: nameOf(group) }, { entry }];
  });
}

/** What fits the words, whatever its kind: names first, then what only speaks of them. */
export function found(entries: readonly DictionaryEntry[], words: string): Line[] {
  const named = (entry: DictionaryEntry) => matchesSearch(`${entry.name.ko} ${entry.name.en} ${entry.key}`, words);
  // Initials fit too much of a sentence to mean anything there.
  const isInitials = /^[ㄱ-ㅎ\s]+$/.test(words);
  const speaksOf = (entry: DictionaryEntry) =>
    !isInitials && !named(entry) && matchesSearch(`${entry.short.ko} ${entry.short.en}`, words);
  return KINDS.flatMap((kind): Line[] => {
    const ofKind = entries.filter((entry) => entry.kind === kind);
    const rows = [...ofKind.filter(named), ...ofKind.filter(speaksOf)];
    return rows.length === 0 ? [] : [{ heading: kind, kind }, ...rows.map((entry) => ({ entry }))];
  });
}
