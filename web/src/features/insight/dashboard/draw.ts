import type { Report } from '@/api/reports';
import type { Reader } from '@/features/insight/rows';
import { chartOf } from '@/features/insight/chart-of';
import { Rows } from '@/features/insight/rows';
import type { ChartSpec } from '@/ui/chart';

export type Draw = (report: Report, reader: Reader) => ChartSpec | null;

/** What is open against what is still needed, per segment. */
export const drawCoverage: Draw = (report, reader) => {
  const rows = new Rows(report, reader);
  const number = (row: Report['rows'][number], name: string) => {
    const value = row[name];
    return typeof value === 'number' ? value : null;
  };
  return {
    kind: 'coverage',
    unit: 'money',
    bars: report.rows.map((row) => ({
      ...rows.datum(row, 'open_minor'),
      label: rows.name(row),
      weighted: number(row, 'configured_minor'),
      target: number(row, 'missing_minor'),
    })),
  };
};

/** The forecasts that a meeting compares; the report has them all. */
const COMPARED = ['rule_commit', 'owner_calls', 'model_p50', 'run_rate'];

/** The error of each way to forecast, by how early it was made. */
export const drawAccuracy: Draw = (report, reader) => {
  const compared = report.rows.filter(({ method }) => COMPARED.includes(String(method)));
  return chartOf({ ...report, rows: compared }, { chart: { kind: 'line', x: 'lead_weeks', y: ['wape'] } }, reader);
};
