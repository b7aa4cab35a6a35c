const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];

/** A text as searches compare it: composed, without case and spaces. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/** The initial consonant of every Hangul syllable; other characters as they are. */
function initialsOf(text: string): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0) - 0xac00;
    return code >= 0 && code < 11172 ? INITIALS[Math.floor(code / 588)] : character;
  }).join('');
}

/** Does the text have what was typed in it, "한빛" also for "ㅎㅂ"? */
export function matchesSearch(text: string, typed: string): boolean {
  // Lone consonants come from the keyboard as compatibility letters; NFKC would turn them into another block.
  const lone = typed.replace(/\s+/g, '');
  if (/^[ㄱ-ㅎ]+$/.test(lone)) return initialsOf(folded(text)).includes(lone);
  return folded(text).includes(folded(typed));
}
