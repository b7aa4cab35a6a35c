import type { ReportRow } from '@/api/reports';

/** A step from the pipeline of one moment to that of another. */
export interface Step {
  reason: string;
  minor: number;
  deals: number;
  /** Is it one of the two ends? */
  isTotal: boolean;
}

/** The steps of a waterfall with whether they add up. */
export interface Steps {
  steps: Step[];
  start: number;
  end: number;
  /** The sum of all changes. */
  changes: number;
  /** Start and all changes make exactly the end. */
  isExact: boolean;
}

/** Reads a waterfall's rows: both ends, and of the changes those that changed something. */
export function stepsOf(rows: readonly ReportRow[]): Steps {
  const all = rows.map((row): Step => {
    const reason = String(row.reason);
    const minor = typeof row.amount_minor === 'number' ? row.amount_minor : 0;
    const deals = typeof row.deals === 'number' ? row.deals : 0;
    return { reason, minor, deals, isTotal: reason === 'start' || reason === 'end' };
  });
  const total = (reason: string) => all.find((step) => step.reason === reason)?.minor ?? 0;
  const changes = all.filter(({ isTotal }) => !isTotal).reduce((sum, { minor }) => sum + minor, 0);
  const [start, end] = [total('start'), total('end')];
  const steps = all.filter(({ isTotal, minor, reason }) => isTotal || minor !== 0 || MAIN.has(reason));
  return { steps, start, end, changes, isExact: start + changes === end };
}

/** Shown even when nothing happened: that nothing was pushed out is news. */
const MAIN = new Set(['new', 'pushed_out', 'lost', 'won']);
