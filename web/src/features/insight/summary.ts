import type { Report, ReportDefinition } from '@/api/reports';
import type { Reader } from '@/features/insight/rows';
import { Rows, unitOf } from '@/features/insight/rows';
import type { useT } from '@/lib/use-locale';
import type { ChartSpec, Writer } from '@/ui/chart';

/** A sentence for an answer that brought none: its one number, or the greatest and the least of several. */
export function summaryOf(
  report: Report,
  { chart }: Pick<ReportDefinition, 'chart'>,
  reader: Reader,
  write: Writer,
  t: ReturnType<typeof useT<'insight'>>,
  spec: ChartSpec | null,
): string {
  if (spec?.kind === 'histogram')
    return spec.markers.map(({ label, value }) => `${label} ${write.short(value, spec.unit)}`).join(', ');
  const rows = new Rows(report, reader);
  const column = chart.y.map((name) => rows.column(name)).find(Boolean) ?? report.columns.find(({ is_key }) => !is_key);
  const known = report.rows.flatMap((row) => {
    const value = column && row[column.name];
    return typeof value === 'number' ? [{ row, value }] : [];
  });
  if (!column || known.length === 0) return t('summary_none', { count: report.rows.length });
  const label = reader.label(column);
  const said = (value: number) => write.short(value, unitOf(column));
  const sorted = known.toSorted((one, other) => other.value - one.value);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least || sorted.length === 1 || most.value === least.value)
    return t('summary_one', { label, value: said(most?.value ?? 0) });
  return t('summary_range', {
    label,
    most: rows.name(most.row),
    most_value: said(most.value),
    least: rows.name(least.row),
    least_value: said(least.value),
  });
}
