import { useQuery } from '@tanstack/react-query';
import type { ReportDefinition, ReportParams } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { unitOf } from '@/features/insight/chart-of';
import { useT, useText } from '@/lib/use-locale';
import { useWriter } from '@/ui/chart';
import { Definition } from '@/ui/Definition';
import { Bone } from '@/ui/states';
import classes from '@/features/insight/dashboard/Dashboards.module.css';

/** The columns of the strip; one that the report does not have stays away. */
const SHOWN = [
  'deals',
  'amount_minor',
  'configured_minor',
  'observed_minor',
  'adjusted_minor',
  'stalled_minor',
] as const;

interface Props {
  definition: ReportDefinition;
  params: ReportParams;
  /** Opens the deals behind one of the totals. */
  open: (measure: string) => void;
}

/** The open pipeline in one line: how much, and what it is worth by each of three probabilities. */
export function PipelineStrip({ definition, params, open }: Props) {
  const t = useT('insight');
  const text = useText();
  const { data } = useQuery(reportQuery(definition.name, params));
  const write = useWriter(data?.currency ?? 'KRW');
  const columns = SHOWN.flatMap((name) => definition.columns.filter((column) => column.name === name));
  return (
    <dl className={classes.strip} aria-label={text(definition.title)} data-testid="pipeline-strip">
      {columns.map((column) => {
        const values = data?.rows.map((row) => row[column.name]).filter((value) => typeof value === 'number') ?? [];
        const total = values.reduce((sum, value) => sum + value, 0);
        const unit = unitOf(column);
        return (
          <div key={column.name} className={classes.total}>
            <dt>
              {text(column.label)}
              {column.name === 'configured_minor' && (
                <Definition term="weighted-pipeline" label={t('three_weights')}>
                  <span>{t('three_weights_text')}</span>
                </Definition>
              )}
            </dt>
            <dd>
              {!data ? (
                <Bone width={90} height={26} />
              ) : values.length === 0 ? (
                write.words.notAvailable
              ) : (
                <button
                  type="button"
                  title={write.full(total, unit)}
                  data-measure={column.name}
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
