import { describe, expect, it } from 'vitest';
import { findEntry } from '@/api/dictionary';
import type { DictionaryEntry } from '@/api/dictionary';
import type { Line } from '@/features/dictionary/sections';
import { byLetter, byGroup, found, letterOf } from '@/features/dictionary/sections';

const entry = (key: string, ko: string, en: string, kind: DictionaryEntry['kind'] = 'term', short = '') =>
  ({ key, kind, name: { ko, en }, short: { ko: short, en: short } }) as DictionaryEntry;
const said = (lines: Line[]) => lines.map((line) => ('entry' in line ? line.entry.key : `# ${line.heading}`));

const entries = [
  entry('win-rate', '승률', 'Win rate'),
  entry('gate', '게이트', 'Gate'),
  entry('icp', 'ICP(이상적 고객 프로필)', 'Ideal customer profile (ICP)'),
  entry('push', '마감일 연기', 'Push'),
  entry('metric.win-rate', '승률', 'Win rate', 'metric'),
  entry('metric.slippage', '지연', 'Slippage', 'metric', '승률이 낮아지는 조기 신호'),
  entry('stage.new-business.proposal', '제안', 'Proposal', 'stage'),
  entry('stage.renewals.due_soon', '만료 임박', 'Due soon', 'stage'),
];

it('files a name under its first initial consonant or letter', () => {
  expect(['승률', '쌍방', 'ICP', 'ecp', '90 % low'].map(letterOf)).toEqual(['ㅅ', 'ㅅ', 'I', 'E', '#']);
  expect(letterOf('승률'.normalize('NFD'))).toBe('ㅅ');
});

it('sorts by the reader’s own alphabet, with a heading for each letter', () => {
  const terms = entries.filter(({ kind }) => kind === 'term');
  expect(said(byLetter(terms, (text) => text.ko, 'ko'))).toEqual([
    '# ㄱ', 'gate', '# ㅁ', 'push', '# ㅅ', 'win-rate', '# I', 'icp',
  ]); // prettier-ignore
  expect(said(byLetter(terms, (text) => text.en, 'en'))).toEqual([
    '# G', 'gate', '# I', 'icp', '# P', 'push', '# W', 'win-rate',
  ]); // prettier-ignore
});

it('keeps stages in their order, under their pipelines', () => {
  const stages = entries.filter(({ kind }) => kind === 'stage');
  expect(said(byGroup(stages, (key) => key))).toEqual([
    '# new-business', 'stage.new-business.proposal', '# renewals', 'stage.renewals.due_soon',
  ]); // prettier-ignore
});

describe('searching', () => {
  it('finds by initial consonants, in names only', () => {
    expect(said(found(entries, 'ㅅㄹ'))).toEqual(['# term', 'win-rate', '# metric', 'metric.win-rate']);
  });

  it('finds both languages, and names before sentences', () => {
    expect(said(found(entries, 'win'))).toEqual(['# term', 'win-rate', '# metric', 'metric.win-rate']);
    expect(said(found(entries, '승률'))).toEqual([
      '# term',
      'win-rate',
      '# metric',
      'metric.win-rate',
      'metric.slippage',
    ]);
  });
});

it('opens a report’s number by the report’s bare name, unless a term has that name', () => {
  expect(findEntry(entries, 'slippage')?.key).toBe('metric.slippage');
  expect(findEntry(entries, 'win-rate')?.key).toBe('win-rate');
  expect(findEntry(entries, 'nothing')).toBeUndefined();
});
