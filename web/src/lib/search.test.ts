import { expect, it } from 'vitest';
import { matchesSearch } from '@/lib/search';

it('finds a Hangul name by its initial consonants', () => {
  expect(matchesSearch('한빛 소프트', 'ㅎㅂ')).toBe(true);
  expect(matchesSearch('한빛 소프트', 'ㅂㅎ')).toBe(false);
});

it('finds every word, in any order and spelling', () => {
  expect(matchesSearch('ERP 전환 한빛정밀', 'ㅎㅂ erp')).toBe(true);
  expect(matchesSearch('ERP 전환 한빛정밀', 'ㅎㅂ crm')).toBe(false);
  expect(matchesSearch('한빛 소프트', 'ㅎ ㅂ')).toBe(true);
});

it('finds composed text by decomposed typing, without minding case and spaces', () => {
  expect(matchesSearch('한빛 소프트', '한빛'.normalize('NFD'))).toBe(true);
  expect(matchesSearch('Acme Corp', 'acmecorp')).toBe(true);
  expect(matchesSearch('Acme', '')).toBe(true);
});
