import { describe, expect, it } from 'vitest';
import { attachParticles } from '@/lib/particle';

describe('particles', () => {
  it.each([
    ['한빛을(를) 옮겼습니다', '한빛을 옮겼습니다'],
    ['나래을(를) 옮겼습니다', '나래를 옮겼습니다'],
    ['Acme을(를)', 'Acme를'],
    ['Salesmap이(가)', 'Salesmap이'],
    ['Insight rollout은(는)', 'Insight rollout은'],
    ['pipeline을(를)', 'pipeline을'],
    ['Insight을(를)', 'Insight를'],
    ['(Gmail)(으)로', '(Gmail)로'],
    ['IBM은(는)', 'IBM은'],
    ['D-123을(를)', 'D-123을'],
    ['D-122을(를)', 'D-122를'],
    ['“협상”(으)로', '“협상”으로'],
    ['서울(으)로', '서울로'],
    ['D-121(으)로', 'D-121로'],
  ])('%s reads %s', (given, expected) => {
    expect(attachParticles(given)).toBe(expected);
  });

  it('leaves a text without pairs alone', () => {
    expect(attachParticles('을 를 (으로)')).toBe('을 를 (으로)');
  });
});
