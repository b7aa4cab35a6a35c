import type { ChartSpec } from '@/ui/chart/spec';

/** The most a row of a chart's names is high before it looks empty: a bar with the air around it. */
const ROW = 56;
/** The same for one of several bars that share a name. */
const LANE = 26;
const AXIS = 32;

/** How high a chart needs to be at most: rows of names need no more than their rows. */
export function heightNeeded(spec: ChartSpec): number {
  switch (spec.kind) {
    case 'bars':
      if (spec.along === 'time') return Infinity;
      return AXIS + spec.categories.length * Math.max(ROW, (spec.isStacked ? 1 : spec.series.length) * LANE + 18);
    case 'funnel':
      return spec.stages.length * ROW + 8;
    case 'coverage':
      return spec.bars.length * ROW + 8;
    case 'heat':
      return AXIS + spec.rows.length * 46;
    default:
      return Infinity;
  }
}
