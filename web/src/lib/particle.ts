/** Pairs as a Korean catalogue writes them, and the forms after a final consonant and after a vowel. */
const PAIRS: Record<string, [string, string]> = {
  '을(를)': ['을', '를'],
  '이(가)': ['이', '가'],
  '은(는)': ['은', '는'],
  '과(와)': ['과', '와'],
  '(으)로': ['으로', '로'],
};

const PATTERN = /([\p{L}\p{N}%$₩])(["'”’)\]》」]*)(을\(를\)|이\(가\)|은\(는\)|과\(와\)|\(으\)로)/gu;

type Ending = 'vowel' | 'rieul' | 'consonant';

/** Read aloud in Korean, how does this character end? */
function endingOf(character: string): Ending {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    return final === 0 ? 'vowel' : final === 8 ? 'rieul' : 'consonant';
  }
  // 영 일 이 삼 사 오 육 칠 팔 구
  if (/[0-9]/.test(character))
    return '178'.includes(character) ? 'rieul' : '036'.includes(character) ? 'consonant' : 'vowel';
  // Letters by their names: 엘 and 알 end in ㄹ, 엠 and 엔 in another consonant, the rest in a vowel.
  if (/[lr]/i.test(character)) return 'rieul';
  if (/[mn]/i.test(character)) return 'consonant';
  return 'vowel';
}

/** Chooses the particle wherever a text has both forms: "한빛을(를)" becomes "한빛을". */
export function attachParticles(text: string): string {
  return text.replace(PATTERN, (_, last: string, closing: string, pair: string) => {
    const [afterConsonant, afterVowel] = PAIRS[pair] ?? ['', ''];
    const ending = endingOf(last);
    const bare = ending === 'vowel' || (pair === '(으)로' && ending === 'rieul');
    return last + closing + (bare ? afterVowel : afterConsonant);
  });
}
