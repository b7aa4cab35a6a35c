import { describe, expect, it } from 'vitest';
import type { Evidence, Missing, Pipeline, QuestionSet, Stage, StageVisit } from '@/api/types';
import { answeredIn, asksOf, daysInStage, evidenceByStage, stageAfter } from '@/features/deals/asks';

const text = (word: string) => ({ ko: word, en: word });
const stage = (key: string, kind: Stage['kind'], more: Partial<Stage> = {}): Stage => ({
  key,
  kind,
  name: text(key),
  definition: text(key),
  probability_percent: 10,
  rot_days: null,
  required_fields: [],
  required_evidence: [],
  confirmed_by: [],
  customer_confirmation: true,
  exit: [],
  remedy: text(''),
  forecast_category: 'pipeline',
  ...more,
});

const qualified = stage('qualified', 'open', {
  required_fields: ['amount', 'next_step'],
  required_evidence: [{ evidence_type: 'core_need', min_strength: 'captured', origin: null }],
  confirmed_by: ['problem_agreed'],
  exit: [{ key: 'agreed', sentence: text('agreed'), when: 'true', satisfied_by: [] }],
});
const pipeline = {
  key: 'new-business',
  stages: [
    stage('discovery', 'open', { confirmed_by: ['attended'] }),
    qualified,
    stage('closed_won', 'won'),
    stage('closed_lost', 'lost'),
  ],
} as Pipeline;

const missing = (kind: Missing['kind'], key: string): Missing => ({
  kind,
  key,
  stage: 'qualified',
  sentence: text(key),
  satisfy: [],
});

const evidence = (evidence_type: string, more: Partial<Evidence> = {}) =>
  ({
    id: evidence_type,
    evidence_type,
    recorded_at: '2026-03-01T00:00:00Z',
    retracted_at: null,
    retracted_reason: null,
    ...more,
  }) as Evidence;

describe('the stage after', () => {
  it('is the next open one, then won, and never lost', () => {
    expect(stageAfter(pipeline, 'discovery')?.key).toBe('qualified');
    expect(stageAfter(pipeline, 'qualified')?.key).toBe('closed_won');
    expect(stageAfter(pipeline, 'closed_won')).toBeUndefined();
    expect(stageAfter(pipeline, 'closed_lost')).toBeUndefined();
  });
});

describe('what a stage asks', () => {
  it('is there unless the judgement says it is missing', () => {
    const asks = asksOf(qualified, [missing('field', 'amount'), missing('customer_confirmation', 'qualified')]);
    expect(asks.filter(({ isThere }) => !isThere).map(({ kind, key }) => `${kind}/${key}`)).toEqual([
      'field/amount',
      'customer_confirmation/customer_confirmation',
    ]);
    expect(asks).toHaveLength(5);
  });

  it('takes no other stage’s gaps for its own', () => {
    const asks = asksOf(qualified, [{ ...missing('field', 'amount'), stage: 'discovery' }]);
    expect(asks.every(({ isThere }) => isThere)).toBe(true);
  });
});

describe('evidence by stage', () => {
  it('puts the deal’s stage first, with what it has no standing proof of', () => {
    const groups = evidenceByStage(pipeline, 'qualified', [
      evidence('attended'),
      evidence('core_need', { retracted_at: '2026-03-02T00:00:00Z' }),
      evidence('press_clipping'),
    ]);
    expect(groups.map((group) => group.stage?.key ?? null)).toEqual(['qualified', 'discovery', null]);
    expect(groups[0]?.open).toEqual(['core_need', 'problem_agreed']);
    expect(groups[0]?.items).toHaveLength(1);
  });
});

describe('answers', () => {
  it('count once per known question and tell how many rest on evidence', () => {
    const set = { key: 'bant', questions: [{ key: 'budget' }, { key: 'need' }] } as QuestionSet;
    const answers = [
      { set: 'bant', question: 'budget', answer: 'yes', evidence_ids: ['e'] },
      { set: 'bant', question: 'need', answer: '  ', evidence_ids: [] },
      { set: 'bant', question: 'gone', answer: 'x', evidence_ids: [] },
      { set: 'meddicc', question: 'budget', answer: 'x', evidence_ids: [] },
    ];
    expect(answeredIn(set, { answers })).toEqual({ answered: 1, backed: 1, total: 2 });
  });
});

describe('days in a stage', () => {
  it('add up over visits, until the instant looked at', () => {
    const visit = (entered_at: string, left_at: string | null) => ({ stage: 'q', entered_at, left_at }) as StageVisit;
    const visits = [visit('2026-03-01T00:00:00Z', '2026-03-04T00:00:00Z'), visit('2026-03-10T00:00:00Z', null)];
    expect(daysInStage(visits, 'q', Date.parse('2026-03-12T00:00:00Z'))).toBe(5);
    expect(daysInStage(visits, 'q', Date.parse('2026-03-02T00:00:00Z'))).toBe(1);
    expect(daysInStage(visits, 'q', Date.parse('2026-02-01T00:00:00Z'))).toBeNull();
  });
});
