import { describe, expect, it } from 'vitest';
import type { ReportRow } from '@/api/reports';
import type { ForecastRollup, ForecastSubmission, Pipeline, RollupRow, Session, Team, User } from '@/api/types';
import { adoptionsIn } from '@/features/forecast/adoptions';
import { byLead, scoresOf } from '@/features/forecast/accuracy';
import { lastSunday, periodsAround, placeOf, quarterOf, WEEKS, weekAt } from '@/features/forecast/periods';
import { obstacleTo, oddsOf } from '@/features/forecast/probabilities';
import { callKindFor, gapOf, linesOf, linesThen, totalUpTo, whereOf } from '@/features/forecast/rollup';
import { stepsOf } from '@/features/forecast/waterfall';

const row = (
  kind: 'team' | 'person' | 'unassigned',
  name: string | null,
  depth: number,
  own: object = {},
): RollupRow => ({
  subject: { kind, id: name && `${name}-id`, name },
  parent_id: null,
  depth,
  closed_minor: 100,
  rule_commit_minor: 20,
  rule_best_minor: 30,
  rule_pipeline_minor: 40,
  closed_deals: 1,
  commit_deals: 1,
  best_deals: 1,
  pipeline_deals: 1,
  unconverted_deals: 0,
  owner_call: null,
  owner_sum: null,
  manager_call: null,
  quota_minor: null,
  quota_is_sum: false,
  model_p10_minor: null,
  model_p50_minor: null,
  model_p90_minor: null,
  ...own,
});

const rollup = {
  currency: 'USD',
  rows: [
    row('team', 'Sales', 0, { quota_minor: 500 }),
    row('person', 'Ada', 1),
    row('team', 'Korea', 1),
    row('person', '민 "Min" 서', 2),
    row('unassigned', null, 0),
  ],
} as ForecastRollup;
const teams = [
  { id: 'Sales-id', parent_id: null },
  { id: 'Korea-id', parent_id: 'Sales-id' },
] as Team[];
// Lee has no deal in the period and so no line.
const users = [
  { name: 'Ada', team: { id: 'Sales-id' } },
  { name: 'Lee', team: { id: 'Korea-id' } },
] as User[];
const lines = linesOf(rollup, users, teams);

describe('the roll-up', () => {
  it("counts a team's people, those of the teams below and those without a line of their own", () => {
    expect(lines[0]?.owners).toEqual(['Ada', 'Lee', '민 "Min" 서']);
    expect(lines[2]?.owners).toEqual(['Lee', '민 "Min" 서']);
  });

  it('asks for exactly the deals of a line, whatever is in a name', () => {
    expect(lines.slice(1).map(whereOf)).toEqual([
      'owner == "Ada"',
      'owner in ["Lee", "민 \\"Min\\" 서"]',
      'owner == "민 \\"Min\\" 서"',
      'owner == null',
    ]);
  });

  it('says what the rule makes in all, since buckets do not contain each other, and what is missing to the quota', () => {
    const [sales] = lines;
    expect(sales && [totalUpTo(sales, 'commit'), totalUpTo(sales, 'pipeline')]).toEqual([120, 190]);
    expect(sales && gapOf(sales)).toBe(400);
    expect(lines[1] && gapOf(lines[1])).toBeNull();
  });

  it('lets owners call for themselves, managers for others, and nobody for the deals of nobody', () => {
    const as = (role: string, name: string) =>
      ({
        user: { id: `${name}-id`, role },
        allowed_actions: role === 'executive' ? [] : ['forecast.submit_own'],
      }) as unknown as Session;
    const kinds = (session: Session) => lines.map((line) => callKindFor(session, line));
    expect(kinds(as('ae', 'Ada'))).toEqual([null, 'owner', null, null, null]);
    expect(kinds(as('manager', 'Ada'))).toEqual(['manager', 'owner', 'manager', 'manager', null]);
    expect(kinds(as('executive', 'Eve'))).toEqual([null, null, null, null, null]);
  });

  it('folds owners into teams as of the past, with the calls that had been made by then', () => {
    const call = (name: string, commit_minor: number, submitted_at: string, currency = 'USD') =>
      ({
        kind: 'owner',
        subject: { kind: 'person', id: `${name}-id`, name },
        commit_minor,
        best_minor: commit_minor,
        currency,
        submitted_at,
      }) as ForecastSubmission;
    const byOwner: ReportRow[] = [
      {
        owner: 'Ada',
        closed_minor: 7,
        closed: 1,
        commit_minor: 5,
        commit: 2,
        p10_minor: 1,
        p50_minor: 2,
        p90_minor: 3,
      },
      { owner: 'Lee', closed_minor: 4, closed: 1 },
      { owner: null, closed_minor: 9, closed: 3 },
    ];
    const calls = [call('Ada', 70, '2026-11-02'), call('Ada', 90, '2026-11-20'), call('Ada', 60, '2026-10-20')];
    const then = linesThen(lines, byOwner, calls, '2026-11-08T15:00:00Z', 'USD');
    expect(then.map(({ buckets }) => buckets.closed.minor)).toEqual([11, 7, 4, 0, 9]);
    expect(then[0]?.buckets.commit).toEqual({ minor: 5, deals: 2 });
    expect(then[1]?.ownerCall?.commit_minor).toBe(70);
    expect(then[0]?.ownerSum).toMatchObject({ commit_minor: 70, called: 1 });
    expect([then[0]?.model, then[1]?.model]).toEqual([null, { p10: 1, p50: 2, p90: 3 }]);
    const inWon = linesThen(lines, byOwner, [call('Ada', 70, '2026-11-02', 'KRW')], '2026-11-08', 'USD');
    expect(inWon[0]?.ownerSum).toBeNull();
  });
});

describe('the waterfall', () => {
  const rows = (end: number): ReportRow[] => [
    { reason: 'start', amount_minor: 1000, deals: 9 },
    { reason: 'new', amount_minor: 300, deals: 2 },
    { reason: 'amount_up', amount_minor: 50, deals: 1 },
    { reason: 'category_up', amount_minor: 0, deals: 3 },
    { reason: 'pushed_out', amount_minor: -100, deals: 1 },
    { reason: 'lost', amount_minor: -150, deals: 1 },
    { reason: 'won', amount_minor: -200, deals: 1 },
    { reason: 'end', amount_minor: end, deals: 8 },
  ];

  it('is exact to the last minor unit or says that it is not', () => {
    expect(stepsOf(rows(900))).toMatchObject({ start: 1000, changes: -100, end: 900, isExact: true });
    expect(stepsOf(rows(901)).isExact).toBe(false);
  });

  it('leaves out what changed nothing, but not the reasons people ask for', () => {
    const quiet = rows(900).map((one) => (one.reason === 'won' ? { ...one, amount_minor: 0 } : one));
    const reasons = stepsOf(quiet).steps.map(({ reason }) => reason);
    expect(reasons).toContain('won');
    expect(reasons).not.toContain('category_up');
  });
});

describe('periods', () => {
  it('are called by the year the fiscal year ends in', () => {
    expect(quarterOf('2026-11-22', 1)).toBe('2026-Q4');
    expect(quarterOf('2026-11-22', 4)).toBe('2027-Q3');
    expect(quarterOf('2026-03-31', 4)).toBe('2026-Q4');
    expect(periodsAround('2026-11-22', 1)).toEqual([
      ...['2027-Q1', '2026-Q4', '2026-Q3', '2026-Q2', '2026-Q1', '2025-Q4'],
      ...['2026-10', '2026-11', '2026-12'],
    ]);
  });

  it('have their weeks on the slider, each at the end of its Sunday, and now at the right', () => {
    expect(lastSunday('2026-11-22')).toBe('2026-11-15');
    expect(lastSunday('2026-11-23')).toBe('2026-11-22');
    expect([weekAt(WEEKS, '2026-11-25'), weekAt(WEEKS - 1, '2026-11-25')]).toEqual([undefined, '2026-11-22']);
    for (const place of [0, 17, WEEKS - 1, WEEKS])
      expect(placeOf(weekAt(place, '2026-11-25'), '2026-11-25')).toBe(place);
    expect(placeOf('2026-11-24T09:00:00Z', '2026-11-25')).toBe(WEEKS - 1);
  });
});

describe('accuracy', () => {
  const rows: ReportRow[] = [
    { method: 'rule_commit', lead_weeks: null, n: 8, wape: 0.3, bias: -0.2 },
    { method: 'model_p50', lead_weeks: null, n: 8, wape: 0.15, bias: 0.02, coverage: 0.8 },
    { method: 'run_rate', lead_weeks: null, n: 8, wape: 0.2, bias: 0 },
    { method: 'model_p50', lead_weeks: 2, n: 2, wape: 0.1 },
    { method: 'model_p50', lead_weeks: 11, n: 2, wape: 0.2 },
  ];

  it('holds every method against the better of the naive ones', () => {
    expect(
      scoresOf(rows).map(({ method, againstNaive }) => [method, againstNaive && Math.round(againstNaive * 100)]),
    ).toEqual([
      ['model_p50', -25],
      ['run_rate', null],
      ['rule_commit', 50],
    ]);
  });

  it('runs towards the end of the period, with gaps where nothing was measured', () => {
    const { weeks, methods } = byLead(rows);
    expect(weeks).toEqual([11, 2]);
    expect(methods.map(([method, at]) => [method, at.map((one) => one?.wape)])).toEqual([['model_p50', [0.2, 0.1]]]);
  });
});

describe('an observed probability', () => {
  const pipeline = {
    stages: [
      { key: 'qualified', kind: 'open', probability_percent: 20 },
      { key: 'proposal', kind: 'open', probability_percent: 60 },
      { key: 'negotiation', kind: 'open', probability_percent: 80 },
      { key: 'won', kind: 'won', probability_percent: 100 },
    ],
  } as Pipeline;
  const observed = (stage: string, mean: number, isEnough = true): ReportRow => ({
    stage,
    count: 2,
    observed_probability: mean,
    observed_low: mean - 0.05,
    observed_high: mean + 0.05,
    observed_n: 40,
    is_observed_enough: isEnough,
  });
  const summary = [observed('qualified', 0.334), observed('proposal', 0.42), observed('negotiation', 0.58)];
  const deals: ReportRow[] = [0.3, 0.5].map((probability_ever) => ({ stage: 'proposal', probability_ever }));
  const odds = oddsOf(pipeline, summary, deals);

  it('stands beside what is configured and what the open deals have, given their age', () => {
    expect(odds.map(({ stage }) => stage)).toEqual(['qualified', 'proposal', 'negotiation']);
    expect(odds[1]).toMatchObject({
      configured: 60,
      observed: { mean: 0.42, n: 40 },
      adjusted: { low: 0.3, mean: 0.4, high: 0.5 },
    });
    expect(odds[0]?.adjusted).toBeNull();
  });

  it('can be adopted unless it is too thin, the same, forbidden, or would make probabilities fall', () => {
    expect(obstacleTo(odds, 1, true, false)).toBeNull();
    expect(obstacleTo(odds, 2, true, false)).toEqual({ why: 'falls_below', stage: 'proposal', percent: 60 });
    expect(obstacleTo(odds, 1, false, false)).toEqual({ why: 'not_allowed' });
    expect(obstacleTo(odds, 1, true, true)).toEqual({ why: 'past' });
    const thin = oddsOf(pipeline, [observed('proposal', 0.42, false)], []);
    expect(obstacleTo(thin, 1, true, false)).toEqual({ why: 'not_enough' });
    expect(obstacleTo(thin, 0, true, false)).toEqual({ why: 'not_observed' });
    expect(obstacleTo(oddsOf(pipeline, [observed('proposal', 0.6)], []), 1, true, false)).toEqual({ why: 'same' });
  });
});

describe('when a probability was adopted', () => {
  it('is told by the versions, with what it rests on where the journal may be read', () => {
    const source = (proposal: number) => `
pipelines:
  - key: new-business
    stages:
      - { key: qualified, probability_percent: 20 }
      - { key: proposal, probability_percent: ${proposal} }
`;
    const versions = [
      { version: 3, published_at: '2026-11-22T04:00:00Z', source: source(42) },
      { version: 2, published_at: '2026-06-01T04:00:00Z', source: source(60) },
      { version: 1, published_at: '2025-05-01T04:00:00Z', source: source(50) },
      { version: 4, published_at: null, source: source(99) },
    ];
    const journal = [{ action: 'playbook.probability_adopted', note: 'new-business/proposal: 42 % (observed 0.42)' }];
    const found = adoptionsIn(versions, 'new-business', journal);
    expect([...found.keys()]).toEqual(['proposal']);
    expect(found.get('proposal')).toMatchObject({
      from: 60,
      version: 3,
      note: expect.stringContaining('observed 0.42'),
    });
    expect(adoptionsIn([{ version: 1, published_at: 'x', source: ': no yaml [' }], 'new-business', []).size).toBe(0);
  });
});
