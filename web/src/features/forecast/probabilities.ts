import type { ReportRow } from '@/api/reports';
import type { Pipeline } from '@/api/types';

/** What is known of a stage's probability, in shares of one. */
export interface StageOdds {
  stage: string;
  /** Typed into the playbook, in percent. */
  configured: number;
  observed: { mean: number; low: number; high: number; n: number; isEnough: boolean } | null;
  /** Of the deals that stand there now, given their age: the least, the mean and the greatest. */
  adjusted: { low: number; mean: number; high: number; deals: number } | null;
  deals: number;
}

const numberIn = (row: ReportRow | undefined, name: string): number | null => {
  const value = row?.[name];
  return typeof value === 'number' ? value : null;
};

/**
 * The open stages of a pipeline with their three probabilities.
 *
 * @param summary rows of the pipeline summary by stage
 * @param deals rows of the forecast by deals, of the same pipeline
 */
export function oddsOf(pipeline: Pipeline, summary: readonly ReportRow[], deals: readonly ReportRow[]): StageOdds[] {
  return pipeline.stages
    .filter(({ kind }) => kind === 'open')
    .map((stage): StageOdds => {
      const row = summary.find((one) => one.stage === stage.key);
      const [mean, low, high, n] = ['observed_probability', 'observed_low', 'observed_high', 'observed_n'].map((name) =>
        numberIn(row, name),
      );
      const isObserved = typeof mean === 'number' && typeof low === 'number' && typeof high === 'number';
      const each = deals
        .filter((one) => one.stage === stage.key)
        .flatMap((one) => numberIn(one, 'probability_ever') ?? []);
      return {
        stage: stage.key,
        configured: stage.probability_percent,
        observed: isObserved ? { mean, low, high, n: n ?? 0, isEnough: row?.is_observed_enough === true } : null,
        adjusted:
          each.length > 0
            ? {
                low: Math.min(...each),
                mean: each.reduce((sum, one) => sum + one, 0) / each.length,
                high: Math.max(...each),
                deals: each.length,
              }
            : null,
        deals: numberIn(row, 'count') ?? 0,
      };
    });
}

/** Why an observed probability cannot be adopted now. */
export type Obstacle =
  | { why: 'not_allowed' | 'not_observed' | 'not_enough' | 'same' | 'past' }
  | { why: 'falls_below' | 'rises_above'; stage: string; percent: number };

/** The whole percent that adopting would write; an open deal is never 0 % or 100 %. */
export function percentOf(mean: number): number {
  return Math.min(99, Math.max(1, Math.round(mean * 100)));
}

/** What stands against adopting a stage's observed probability; null when nothing does. */
export function obstacleTo(
  odds: readonly StageOdds[],
  at: number,
  isAllowed: boolean,
  isPast: boolean,
): Obstacle | null {
  const own = odds[at];
  if (!own?.observed) return { why: 'not_observed' };
  if (isPast) return { why: 'past' };
  if (!isAllowed) return { why: 'not_allowed' };
  if (!own.observed.isEnough) return { why: 'not_enough' };
  const percent = percentOf(own.observed.mean);
  if (percent === own.configured) return { why: 'same' };
  // Probabilities must not fall along the pipeline.
  const [before, after] = [odds[at - 1], odds[at + 1]];
  if (before && percent < before.configured)
    return { why: 'falls_below', stage: before.stage, percent: before.configured };
  if (after && percent > after.configured) return { why: 'rises_above', stage: after.stage, percent: after.configured };
  return null;
}
