import type { Report } from '@/api/reports';
import type { Reader } from '@/features/insight/rows';
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
