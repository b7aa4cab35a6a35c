import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { asProblem } from '@/api/problem';
import type { Report, ReportCell, ReportDefinition, ReportParams } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { chartOf, tableOf } from '@/features/insight/chart-of';
import type { Reader } from '@/features/insight/rows';
import { summaryOf } from '@/features/insight/summary';
import { useRank } from '@/features/insight/use-rank';
import { useSayCell } from '@/features/insight/use-say-cell';
import { useT, useText } from '@/lib/use-locale';
import type { ChartSpec } from '@/ui/chart';
import { Chart, useWriter } from '@/ui/chart';
import { Bone, EmptyState, ErrorState, Late } from '@/ui/states';
import classes from '@/features/insight/Insight.module.css';

interface Props {
  definition: ReportDefinition;
  params: ReportParams;
  /** What it is called here, when not as the report. */
  name?: string;
  height?: number;
  view: 'chart' | 'table';
  setView: (view: 'chart' | 'table') => void;
  /** Opens the deals behind a cell. */
  open: (row: ReportCell[], measure: string) => void;
  /** Another drawing than the definition's own. */
  draw?: (report: Report, reader: Reader) => ChartSpec | null;
  /** Instead of an empty chart. */
  empty: ReactNode;
  downloads?: (report: Report) => ReactNode;
}

/** One report's answer as a chart with its table, its sentence and what must be known to read it. */
export function ReportFigure({ definition, params, height = 280, view, setView, open, ...rest }: Props) {
  const { draw, empty, downloads } = rest;
  const t = useT('insight');
  const text = useText();
  const say = useSayCell();
  const rank = useRank();
  const { data, error, isPlaceholderData, refetch } = useQuery(reportQuery(definition.name, params));
  const write = useWriter(data?.currency ?? 'KRW');
  const reader = useMemo<Reader>(
    () => ({ say, rank, label: (column) => text(column.label), open }),
    [say, rank, text, open],
  );
  const drawn = useMemo(
    () =>
      data && {
        spec: (draw ?? ((one, by) => chartOf(one, definition, by)))(data, reader),
        table: tableOf(data, reader),
      },
    [data, draw, definition, reader],
  );
  const refused = error ? asProblem(error).fields[0] : undefined;
  if (refused)
    return (
      <EmptyState
        icon={<IconInfoCircle size={24} />}
        title={t('refused')}
        text={`${refused.pointer} ${refused.detail}`}
      />
    );
  if (error && (!data || isPlaceholderData)) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data || !drawn) return <FigureSkeleton height={height} />;
  if (data.rows.length === 0) return <div style={{ minHeight: height + 46 }}>{empty}</div>;
  const summary = data.summary ? text(data.summary) : summaryOf(data, definition, reader, write, t, drawn.spec);
  return (
    <div className={classes.figure} data-old={isPlaceholderData || undefined}>
      <Chart
        name={rest.name ?? text(definition.title)}
        summary={summary}
        spec={drawn.spec}
        table={drawn.table}
        currency={data.currency}
        fileName={`${definition.name}-${data.as_of.slice(0, 10)}`}
        height={height}
        view={view}
        setView={setView}
        downloads={downloads?.(data)}
      />
      {data.notes.length > 0 && (
        <ul className={classes.notes} aria-label={t('notes')}>
          {data.notes.map(({ code, detail }) => (
            <li key={code}>
              <IconInfoCircle size={14} aria-hidden />
              {text(detail)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** As high as what is coming: a sentence, the chart, and nothing that jumps. */
function FigureSkeleton({ height }: { height: number }) {
  const t = useT('common');
  return (
    <div style={{ minHeight: height + 46 }}>
      <Late>
        <div role="status" aria-busy aria-label={t('loading')} className={classes.bones}>
          <Bone width="70%" height={18} />
          <Bone height={height} />
        </div>
      </Late>
    </div>
  );
}
