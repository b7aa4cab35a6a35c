import type { InsightSearch } from '@/features/insight/asked';
import type { Draw } from '@/features/insight/dashboard/draw';
import { drawAccuracy, drawCoverage } from '@/features/insight/dashboard/draw';

/** One dashboard: a report, cut the way executives look at it. */
export interface CardSpec {
  key: CardKey;
  report: string;
  by?: string;
  /** The period it shows when the page chooses none. */
  period: string;
  /** Stages follow each other only within one pipeline: without a choice it is the first. */
  isOfOnePipeline?: boolean;
  draw?: Draw;
  /** Columns whose totals stand under the chart. */
  totals?: readonly string[];
}

export type CardKey = 'coverage' | 'conversion' | 'cycle' | 'accuracy';

/** The dashboards that have numbers today, in the order of the meeting; two more say what they wait for. */
export const CARDS: readonly CardSpec[] = [
  { key: 'coverage', report: 'coverage', by: 'segment', period: 'this-quarter', draw: drawCoverage },
  { key: 'conversion', report: 'stage-conversion', period: 'last-12-months', isOfOnePipeline: true },
  {
    key: 'cycle',
    report: 'sales-cycle',
    by: 'segment',
    period: 'last-12-months',
    totals: ['long_stayers', 'long_stayers_minor'],
  },
  { key: 'accuracy', report: 'forecast-accuracy', period: 'last-12-months', draw: drawAccuracy },
];

/** The address of a card's question: the page's, with the card's own cut and period where the page chose none. */
export function searchOf(card: CardSpec, search: InsightSearch, firstPipeline?: string): InsightSearch {
  const hasPeriod = search.period ?? search.from ?? search.to;
  const pipeline = search.pipeline ?? (card.isOfOnePipeline ? firstPipeline : undefined);
  return { ...search, pipeline, by: card.by, period: hasPeriod ? search.period : card.period };
}
