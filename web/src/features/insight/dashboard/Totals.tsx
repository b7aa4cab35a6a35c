import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ReportDefinition, ReportParams } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { unitOf } from '@/features/insight/rows';
import { useText } from '@/lib/use-locale';
import { useWriter } from '@/ui/chart';
import { Bone } from '@/ui/states';
import classes from '@/features/insight/dashboard/Dashboards.module.css';

interface Props {
  definition: ReportDefinition;
  params: ReportParams;
  /** The columns to sum; one that the report does not have stays away. Each deal is in one row, so sums are sums. */
  columns: readonly string[];
  /** Opens the deals behind one of the totals. */
  open: (measure: string) => void;
  /** Beside a column's label. */
  beside?: (column: string) => ReactNode;
  isSmall?: boolean;
}

/** Totals over all rows of a report in one line, each opening its deals. */
export function Totals({ definition, params, columns, open, beside, isSmall }: Props) {
  const text = useText();
  const { data } = useQuery(reportQuery(definition.name, params));
  const write = useWriter(data?.currency ?? 'KRW');
  const shown = columns.flatMap((name) => definition.columns.filter((column) => column.name === name));
  return (
    <dl className={isSmall ? classes.asides : classes.strip} aria-label={text(definition.title)}>
      {shown.map((column) => {
        const values = data?.rows.map((row) => row[column.name]).filter((value) => typeof value === 'number') ?? [];
        const total = values.reduce((sum, value) => sum + value, 0);
        const unit = unitOf(column);
        return (
          <div key={column.name} className={classes.total}>
            <dt>
              {text(column.label)}
              {beside?.(column.name)}
            </dt>
            <dd>
              {!data ? (
                <Bone width={isSmall ? 40 : 90} height={isSmall ? 18 : 26} />
              ) : values.length === 0 ? (
                write.words.notAvailable
              ) : (
                <button
                  type="button"
                  title={write.full(total, unit)}
                  data-measure={column.name}
                  data-total={total}
                  onClick={() => open(column.name)}
                >
                  {write.short(total, unit)}
                </button>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
