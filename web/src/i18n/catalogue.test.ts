import { describe, expect, it } from 'vitest';
import { createTranslator } from 'use-intl/core';
import en from '@/i18n/messages/en';
import ko from '@/i18n/messages/ko';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

const [english, korean] = [flat(en as unknown as Tree), flat(ko as unknown as Tree)];
const argumentsOf = (message: string) =>
  [...new Set(Array.from(message.matchAll(/\{(\w+)/g), ([, name]) => name))].sort();

describe('the catalogues', () => {
  it('have the same keys in both languages', () => {
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have no empty text', () => {
    for (const [key, text] of [...english, ...korean]) expect(text.trim(), key).not.toBe('');
  });

  it('use the same values in both languages', () => {
    for (const [key, text] of english) {
      const own = argumentsOf(text.replace(/(one|other|=\d+) \{[^{}]*\}/g, ''));
      const other = argumentsOf((korean.get(key) ?? '').replace(/(one|other|=\d+) \{[^{}]*\}/g, ''));
      expect(other, key).toEqual(own);
    }
  });

  it('are all well-formed messages', () => {
    const values = new Proxy({}, { get: () => 1, has: () => true, ownKeys: () => [] });
    for (const [locale, messages] of [
      ['en', en],
      ['ko', ko],
    ] as const) {
      const failures: string[] = [];
      const t = createTranslator({ locale, messages, onError: (error) => failures.push(String(error)) });
      for (const key of english.keys()) (t as unknown as (key: string, values: object) => string)(key, values);
      // A value we cannot make up generically is not a malformed message.
      expect(failures.filter((failure) => failure.includes('INVALID_MESSAGE'))).toEqual([]);
    }
  });
});
