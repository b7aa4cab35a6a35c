import type { ReportRow } from '@/api/reports';

/** Ways to forecast, as the report tells them apart; the last two take no effort at all. */
export const METHODS = [
  'rule_commit',
  'rule_best',
  'model_p50',
  'model_mean',
  'owner_calls',
  'manager_calls',
  'last_quarter',
  'run_rate',
] as const;
export type Method = (typeof METHODS)[number];

const NAIVE: readonly string[] = ['last_quarter', 'run_rate'];

export const isNaive = (method: string) => NAIVE.includes(method);

/** How well one method did over all weeks. */
export interface Score {
  method: string;
  n: number;
  bias: number | null;
  wape: number | null;
  accuracy: number | null;
  coverage: number | null;
  /** Its error against the better of the naive ones: -0.25 is a quarter less. */
  againstNaive: number | null;
  row: ReportRow;
}

const numberIn = (row: ReportRow, name: string): number | null => {
  const value = row[name];
  return typeof value === 'number' ? value : null;
};

/** The overall scores, least error first; the naive ones for comparison among them. */
export function scoresOf(rows: readonly ReportRow[]): Score[] {
  const overall = rows.filter((row) => row.lead_weeks === null);
  const naive = overall.flatMap((row) => (isNaive(String(row.method)) ? (numberIn(row, 'wape') ?? []) : []));
  const best = naive.length > 0 ? Math.min(...naive) : null;
  return overall
    .map((row): Score => {
      const wape = numberIn(row, 'wape');
      const isCompared = wape !== null && best !== null && best > 0 && !isNaive(String(row.method));
      return {
        method: String(row.method),
        n: numberIn(row, 'n') ?? 0,
        bias: numberIn(row, 'bias'),
        wape,
        accuracy: numberIn(row, 'accuracy'),
        coverage: numberIn(row, 'coverage'),
        againstNaive: isCompared ? wape / best - 1 : null,
        row,
      };
    })
    .toSorted((one, other) => (one.wape ?? Infinity) - (other.wape ?? Infinity));
}

/** A measure by weeks to the end: the weeks, farthest first, and each method's rows at them. */
export function byLead(rows: readonly ReportRow[]): {
  weeks: number[];
  methods: [string, (ReportRow | undefined)[]][];
} {
  const led = rows.filter((row) => typeof row.lead_weeks === 'number');
  const weeks = [...new Set(led.map((row) => row.lead_weeks as number))].toSorted((one, other) => other - one);
  const present = METHODS.filter((method) => led.some((row) => row.method === method));
  const at = (method: string, week: number) => led.find((row) => row.method === method && row.lead_weeks === week);
  return { weeks, methods: present.map((method) => [method, weeks.map((week) => at(method, week))]) };
}
