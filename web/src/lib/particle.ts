/** Pairs as a Korean catalogue writes them, and the forms after a final consonant and after a vowel. */
const PAIRS: Record<string, [string, string]> = {
  '을(를)': ['을', '를'],
  '이(가)': ['이', '가'],
  '은(는)': ['은', '는'],
  '과(와)': ['과', '와'],
  '(으)로': ['으로', '로'],
};

const PATTERN = /([\p{L}\p{N}%$₩]+)(["'”’)\]》」]*)(을\(를\)|이\(가\)|은\(는\)|과\(와\)|\(으\)로)/gu;

type Ending = 'vowel' | 'rieul' | 'consonant';

/** Read aloud in Korean, how does this word end? */
function endingOf(word: string): Ending {
  const last = word.at(-1) ?? '';
  const code = last.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) {
    const final = (code - 0xac00) % 28;
    return final === 0 ? 'vowel' : final === 8 ? 'rieul' : 'consonant';
  }
  // 영 일 이 삼 사 오 육 칠 팔 구
  if (/[0-9]/.test(last)) return '178'.includes(last) ? 'rieul' : '036'.includes(last) ? 'consonant' : 'vowel';
  // An abbreviation is spelled out: 엘 and 알 end in ㄹ, 엠 and 엔 in another consonant, the rest in a vowel.
  if (/[A-Z]$/.test(word)) return /[LR]/.test(last) ? 'rieul' : /[MN]/.test(last) ? 'consonant' : 'vowel';
  // A word is read: "rollout" is 롤아웃, "pipeline" 파이프라인, "email" 이메일; a lone final stop takes a vowel (인사이트).
  if (/le?$/.test(word)) return 'rieul';
  if (/(m|n|ng|ine|ime|one|ome|[aeiou][ptkc])$/.test(word)) return 'consonant';
  return 'vowel';
}

/** Chooses the particle wherever a text has both forms: "한빛을(를)" becomes "한빛을". */
export function attachParticles(text: string): string {
  return text.replace(PATTERN, (_, word: string, closing: string, pair: string) => {
    const [afterConsonant, afterVowel] = PAIRS[pair] ?? ['', ''];
    const ending = endingOf(word);
    const bare = ending === 'vowel' || (pair === '(으)로' && ending === 'rieul');
    return word + closing + (bare ? afterVowel : afterConsonant);
  });
}
