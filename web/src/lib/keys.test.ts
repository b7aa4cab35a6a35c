import { describe, expect, it } from 'vitest';
import { isEnter, matchesShortcut, shortcutKeys } from '@/lib/keys';

const press = (over: object) => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});

describe('keys', () => {
  it('does not take the Enter that confirms a Hangul syllable', () => {
    expect(isEnter(press({ key: 'Enter', code: 'Enter' }))).toBe(true);
    expect(isEnter(press({ key: 'Enter', code: 'Enter', isComposing: true }))).toBe(false);
    expect(isEnter(press({ key: 'Enter', code: 'Enter', keyCode: 229 }))).toBe(false);
  });

  it('knows a letter by its place, in the Hangul layout too', () => {
    expect(matchesShortcut(press({ key: 'ㅊ', code: 'KeyC' }), 'KeyC')).toBe(true);
    expect(matchesShortcut(press({ key: 'k', code: 'KeyK', metaKey: true }), 'Mod+KeyK')).toBe(true);
    expect(matchesShortcut(press({ key: 'c', code: 'KeyC', ctrlKey: true }), 'KeyC')).toBe(false);
  });

  it('prints shortcuts as keys', () => {
    expect(shortcutKeys('Mod+KeyK', false)).toEqual(['Ctrl', 'K']);
    expect(shortcutKeys('KeyG KeyB', false)).toEqual(['G', 'B']);
    expect(shortcutKeys('Shift+Slash', false)).toEqual(['?']);
  });
});
