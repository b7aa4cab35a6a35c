import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Activity, DealRow, Evidence, Playbook, StageVisit } from '@/api/types';
import { draftSource, draftStages, exitRule, slug, vanishing } from '@/features/workshop/draft';
import type { LaidDeal } from '@/features/workshop/laid';
import { layOut } from '@/features/workshop/laid';
import type { Mark } from '@/features/workshop/propose';
import { clustersOf, propose } from '@/features/workshop/propose';
import { compared, trialDay } from '@/features/workshop/trial';

const deal = (id: string, isWon: boolean): LaidDeal => ({
  id,
  name: id,
  account: null,
  isWon,
  openedAt: '2026-01-01T00:00:00Z',
  closedAt: '2026-04-11T00:00:00Z',
  happenings: [],
});
const mark = (of: string, name: string, place: number): Mark => ({ deal: of, name, place, days: place * 100 });
const deals = [deal('w1', true), deal('w2', true), deal('w3', true), deal('w4', true), deal('l1', false)];
const everybody = (name: string, place: number) => deals.map(({ id }) => mark(id, name, place));

describe('a closed deal on its time line', () => {
  it('spans from opening to close, without what was taken back, planned, or came later', () => {
    const row = {
      ...deal('d', true),
      status: 'won',
      opened_at: '2026-01-01T00:00:00Z',
      closed_at: '2026-01-11T00:00:00Z',
    };
    const evidence = [
      { id: 'half', evidence_type: 'agreed', origin: 'customer', occurred_at: '2026-01-06T00:00:00Z' },
      { id: 'early', evidence_type: 'fit', origin: 'us', occurred_at: '2025-12-01T00:00:00Z' },
      { id: 'late', evidence_type: 'fit', origin: 'us', occurred_at: '2026-02-01T00:00:00Z' },
      {
        id: 'gone',
        evidence_type: 'fit',
        origin: 'us',
        occurred_at: '2026-01-02T00:00:00Z',
        retracted_at: '2026-01-03',
      },
    ] as unknown as Evidence[];
    const activities = [{ id: 'task', kind: 'task', occurred_at: '2026-01-02T00:00:00Z' }] as unknown as Activity[];
    const visits = [{ stage: 'won', kind: 'won', entered_at: '2026-01-11T00:00:00Z' }] as unknown as StageVisit[];
    const laid = layOut(row as unknown as DealRow & { closed_at: string }, { evidence, visits, activities });
    expect(laid.happenings.map(({ id, place, isCustomers }) => [id, place, isCustomers])).toEqual([
      ['early', 0, false],
      ['half', 0.5, true],
    ]);
  });
});

describe('confirmations', () => {
  it('lie where won deals have them; the shorter life of a lost deal says nothing about when', () => {
    const marks = [
      mark('w1', 'agreed', 0.2),
      mark('w2', 'agreed', 0.4),
      mark('w3', 'agreed', 0.3),
      mark('l1', 'agreed', 0.9),
    ];
    expect(clustersOf(deals, marks)).toEqual([
      { name: 'agreed', place: 0.3, days: 30, won: 3, lost: 1, wonShare: 0.75, lostShare: 1 },
    ]);
  });

  it('count once per deal, at their first', () => {
    const [cluster] = clustersOf(deals, [mark('w1', 'agreed', 0.8), mark('w1', 'agreed', 0.1)]);
    expect(cluster).toMatchObject({ won: 1, place: 0.1 });
  });
});

describe('the proposal', () => {
  it('keeps what half of the won deals had, in its order, and not the close itself', () => {
    const marks = [
      ...everybody('paid', 1),
      ...everybody('late', 0.8),
      ...everybody('early', 0.1),
      mark('w1', 'half', 0.5),
      mark('w2', 'half', 0.5),
      mark('w1', 'rare', 0.3),
    ];
    const stages = propose(deals, marks);
    expect(stages.map(({ end, days }) => [end.name, days])).toEqual([
      ['early', 10],
      ['half', 40],
      ['late', 30],
    ]);
  });

  it('makes one step of near confirmations, ending with the last, and never more than eight', () => {
    const places = [0.05, 0.08, 0.2, 0.31, 0.42, 0.53, 0.64, 0.75, 0.86, 0.94];
    const stages = propose(
      deals,
      places.flatMap((place) => everybody(`at ${place}`, place)),
    );
    expect(stages).toHaveLength(8);
    expect(stages[0]).toMatchObject({ end: { name: 'at 0.08' }, along: [{ name: 'at 0.05' }] });
    expect(stages.at(-1)?.along.map(({ name }) => name)).toEqual(['at 0.86']);
  });

  it('stays at six where merging would leave too few to coach by', () => {
    const places = [0.1, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16];
    expect(
      propose(
        deals,
        places.flatMap((place) => everybody(`at ${place}`, place)),
      ),
    ).toHaveLength(6);
  });

  it('is empty without a won deal', () => {
    const lost = [deal('l1', false)];
    expect(propose(lost, [mark('l1', 'agreed', 0.5)])).toEqual([]);
  });
});

const source = readFileSync('../playbooks/us-saas-new-business.yaml', 'utf8');
const playbook = parse(source) as Playbook;
const pipeline = playbook.pipelines[0]!;
const nameOf = (name: string) =>
  playbook.evidence_types.find(({ key }) => key === name)?.name ?? { ko: name, en: name };

describe('the draft playbook', () => {
  const proposal = propose(deals, [
    ...everybody('meeting_accepted', 0.1),
    ...everybody('problem_agreed', 0.3),
    ...everybody('proposal_version', 0.6),
    ...everybody('대표 승인', 0.8),
  ]);
  const stages = draftStages(pipeline, proposal, nameOf);

  it('lets a published stage that ends with the same confirmation lend its key and name', () => {
    expect(stages.map(({ key }) => key)).toEqual([
      'prospecting',
      'qualified',
      'proposal',
      expect.stringMatching(/^until_step_\d+$/),
    ]);
    expect(vanishing(pipeline, stages).map(({ key }) => key)).toEqual(['discovery', 'solution_fit', 'negotiation']);
  });

  it('ends a stage with evidence that the customer can originate, of a type of its own where there is none', () => {
    expect(stages.map((stage) => exitRule(playbook, stage))).toEqual([
      'customer_evidence("meeting_accepted")',
      'customer_evidence("problem_agreed")',
      'customer_evidence("proposal_version_confirmed")',
      expect.stringMatching(/^customer_evidence\("step_\d+_confirmed"\)$/),
    ]);
  });

  it('replaces the open stages and leaves everything else of the file as it is', () => {
    const text = draftSource(source, playbook, pipeline, stages, nameOf);
    const drafted = parse(text) as Playbook;
    const kinds = drafted.pipelines[0]!.stages.map(({ kind }) => kind);
    expect(kinds).toEqual(['open', 'open', 'open', 'open', 'won', 'lost']);
    const percents = drafted.pipelines[0]!.stages.slice(0, 4).map(({ probability_percent }) => probability_percent);
    expect(percents).toEqual(percents.toSorted((one, other) => one - other));
    expect(drafted.loss_reasons).toEqual(playbook.loss_reasons);
    expect(drafted.pipelines[0]!.forecast).toEqual(playbook.pipelines[0]!.forecast);
    expect(drafted.evidence_types).toHaveLength(playbook.evidence_types.length + 2);
    expect(text).toContain('# Commit: buying process and budget confirmed');
  });

  it('makes keys of names in any script, and always the same', () => {
    expect(slug('Budget  approved!')).toBe('budget_approved');
    expect(slug('예산 승인')).toBe(slug('예산 승인'));
    expect(slug('예산 승인')).toMatch(/^step_\d+$/);
  });
});

describe('the trial', () => {
  const rows = [
    { playbook_version: '1', stage: 'proposal', entered: 107, conversion: 0.68, low: 0.59, high: 0.75 },
    { playbook_version: '2', stage: 'proposal', entered: 7, conversion: 1, low: 0.6, high: 1 },
    { playbook_version: '2', stage: 'new', entered: 8, conversion: 0.5, low: 0.2, high: 0.8 },
  ];

  it('shows no number that rests on fewer than eight deals, only how many there are', () => {
    const [proposal] = compared(rows, 'stage-conversion', '1', '2');
    expect(proposal?.before).toMatchObject({ value: 0.68, n: 107, isEnough: true });
    expect(proposal?.after).toEqual({ value: null, low: null, high: null, n: 7, isEnough: false });
  });

  it('keeps a stage that only one of the versions has', () => {
    const found = compared(rows, 'stage-conversion', '1', '2').find(({ stage }) => stage === 'new');
    expect(found).toMatchObject({ before: { n: 0, value: null }, after: { n: 8, value: 0.5 } });
  });

  it('counts its days from the publication', () => {
    expect(trialDay('2026-11-01T09:00:00Z', Date.parse('2026-11-01T10:00:00Z'))).toBe(1);
    expect(trialDay('2026-11-01T09:00:00Z', Date.parse('2026-11-01T08:59:00Z'))).toBe(1);
    expect(trialDay('2026-11-01T09:00:00Z', Date.parse('2026-11-30T10:00:00Z'))).toBeGreaterThan(28);
  });
});
