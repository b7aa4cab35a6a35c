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

const isInitials = (word: string) => /^[ㄱ-ㅎ]+$/.test(word);

/** Does the text have every word that was typed, "한빛" also for "ㅎㅂ"? The server finds by the same rule. */
export function matchesSearch(text: string, typed: string): boolean {
  const words = typed.split(/\s+/).filter((word) => word !== '');
  const whole = folded(text);
  // Lone consonants come from the keyboard as compatibility letters; NFKC would turn them into another block.
  if (words.every(isInitials)) return initialsOf(whole).includes(words.join(''));
  return words.every((word) => (isInitials(word) ? initialsOf(whole).includes(word) : whole.includes(folded(word))));
}
