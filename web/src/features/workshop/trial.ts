import type { ReportRow } from '@/api/reports';

/** Fewer deals than this say nothing about a version. */
export const ENOUGH = 8;
/** How long a version is tried before one judges it. */
export const TRIAL_DAYS = 28;

/** The measures compared, by their report and its columns. */
export const MEASURES = {
  'win-rate': { value: 'rate_cohort', low: 'low', high: 'high', n: ['won', 'lost'], unit: 'share' },
  'stage-conversion': { value: 'conversion', low: 'low', high: 'high', n: ['entered'], unit: 'share' },
  dwell: { value: 'p50_days', low: 'p50_low_days', high: 'p50_high_days', n: ['deals'], unit: 'days' },
} as const;
export type Measure = keyof typeof MEASURES;

/** One number of one version; unknown where too few deals stand behind it. */
export interface Measured {
  value: number | null;
  low: number | null;
  high: number | null;
  /** Deals it rests on. */
  n: number;
  isEnough: boolean;
}

/** A measure before and after, for a stage or for all. */
export interface Comparison {
  /** Key of the stage; none for the whole pipeline. */
  stage: string | null;
  before: Measured;
  after: Measured;
}

const number = (row: ReportRow | undefined, name: string) => {
  const cell = row?.[name];
  return typeof cell === 'number' ? cell : null;
};

function measured(row: ReportRow | undefined, measure: Measure): Measured {
  const { value, low, high, n } = MEASURES[measure];
  const count = n.reduce((sum, name) => sum + (number(row, name) ?? 0), 0);
  const isEnough = count >= ENOUGH;
  const read = (name: string) => (isEnough ? number(row, name) : null);
  return { value: read(value), low: read(low), high: read(high), n: count, isEnough };
}

/** The rows of a report cut by version, two versions side by side. */
export function compared(rows: readonly ReportRow[], measure: Measure, before: string, after: string): Comparison[] {
  const stageOf = (row: ReportRow) => (typeof row.stage === 'string' ? row.stage : null);
  const of = (version: string) => rows.filter((row) => String(row.playbook_version) === version);
  const stages = [...new Set([...of(before), ...of(after)].map(stageOf))];
  const at = (version: string, stage: string | null) => of(version).find((row) => stageOf(row) === stage);
  return stages.map((stage) => ({
    stage,
    before: measured(at(before, stage), measure),
    after: measured(at(after, stage), measure),
  }));
}

/** Which day of the trial it is, from 1; more than `TRIAL_DAYS` once it is over. */
export function trialDay(publishedAt: string, now: number): number {
  // A clock that lags behind the server's does not make it start before it started.
  return Math.max(1, Math.floor((now - Date.parse(publishedAt)) / 86_400_000) + 1);
}
