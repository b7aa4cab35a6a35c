import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReportCell, ReportParams, ReportRow } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { NotEnough } from '@/features/forecast/AccuracyPage';
import type { ForecastSearch } from '@/features/forecast/use-forecast';
import { useT, useText } from '@/lib/use-locale';
import type { ChartSpec, TableTwin, Unit } from '@/ui/chart';
import { Chart, useWriter } from '@/ui/chart';
import { Bone, ErrorState, Late } from '@/ui/states';
import { Term } from '@/ui/Term';
import classes from '@/features/forecast/Forecast.module.css';

const METHODS = ['configured', 'observed', 'adjusted', 'period'] as const;
const SCORES = ['brier', 'reliability', 'resolution', 'uncertainty', 'log_loss', 'auc', 'ece', 'skill'] as const;
const HEIGHT = 380;

interface Props {
  params: ReportParams;
  search: ForecastSearch;
  change: (patch: ForecastSearch) => void;
  open: (row: ReportCell[], measure: string) => void;
}

const numberIn = (row: ReportRow, name: string) => (typeof row[name] === 'number' ? row[name] : null);

/** Were seven in ten won of the deals said to be 70 %? With what it says in one number. */
export function Calibration({ params, search, change, open }: Props) {
  const t = useT('forecast');
  const text = useText();
  const method = METHODS.find((one) => one === search.method) ?? 'adjusted';
  const asked = useMemo(() => ({ ...params, method }), [params, method]);
  const { data, error, refetch } = useQuery(reportQuery('calibration', asked));
  const { data: scores } = useQuery(reportQuery('calibration', { ...asked, shape: 'scores' }));
  const write = useWriter(data?.currency ?? 'USD');
  const score = scores?.rows[0];
  const drawn = useMemo(() => {
    if (!data) return null;
    const rows = data.rows.filter((row) => row.method === method);
    const spec: ChartSpec = {
      kind: 'reliability',
      series: [
        {
          key: method,
          label: t(`calibration.methods.${method}`),
          points: rows.map((row) => ({
            predicted: numberIn(row, 'predicted') ?? 0,
            value: numberIn(row, 'observed'),
            low: numberIn(row, 'low'),
            high: numberIn(row, 'high'),
            n: numberIn(row, 'n') ?? 0,
            notes: [t('calibration.deals', { count: Number(row.deals) })],
            open: () => open([row.method ?? null, row.from ?? null], 'deals'),
          })),
        },
      ],
    };
    const table: TableTwin = {
      columns: data.columns.map(({ name, label, kind }) => ({
        key: name,
        label: text(label),
        unit: kind === 'deals' ? 'whole' : (kind as Unit),
      })),
      rows,
      say: (column, value) => (column === 'method' ? t(`calibration.methods.${method}`) : String(value)),
    };
    return { spec: rows.length > 0 ? spec : null, table };
  }, [data, method, open, text, t]);
  return (
    <section className={classes.card} aria-labelledby="calibration-title">
      <div className={classes.heading}>
        <h2 id="calibration-title">
          <Term of="calibration">{t('calibration.title')}</Term>
        </h2>
        <Select
          size="xs"
          w={210}
          allowDeselect={false}
          aria-label={t('calibration.method')}
          value={method}
          data={METHODS.map((one) => ({ value: one as string, label: t(`calibration.methods.${one}`) }))}
          onChange={(one) => change({ method: one ?? undefined })}
        />
      </div>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data || !drawn ? (
        <div style={{ minHeight: HEIGHT }}>
          <Late>
            <Bone height={HEIGHT} />
          </Late>
        </div>
      ) : drawn.spec === null ? (
        <NotEnough report={data} />
      ) : (
        <>
          {score && (
            <dl className={classes.stats}>
              {SCORES.filter((name) => typeof score[name] === 'number').map((name) => (
                <div key={name} title={t(`calibration.help.${name}`)}>
                  <dt>{t(`calibration.scores.${name}`)}</dt>
                  <dd>
                    {name === 'ece' || name === 'skill'
                      ? write.full(numberIn(score, name), 'share')
                      : (numberIn(score, name) ?? 0).toFixed(3)}
                  </dd>
                </div>
              ))}
            </dl>
          )}
          <Chart
            name={t('calibration.title')}
            summary={
              score
                ? t('calibration.sentence', {
                    method: t(`calibration.methods.${method}`),
                    brier: (numberIn(score, 'brier') ?? 0).toFixed(3),
                    base: (numberIn(score, 'uncertainty') ?? 0).toFixed(3),
                    deals: Number(score.deals),
                  })
                : ''
            }
            spec={drawn.spec}
            table={drawn.table}
            currency={data.currency}
            fileName={`calibration-${data.as_of.slice(0, 10)}`}
            height={HEIGHT}
            view={search.calibration_view === 'table' ? 'table' : 'chart'}
            setView={(view) => change({ calibration_view: view === 'table' ? view : undefined })}
          />
          {data.notes.map(({ code, detail }) => (
            <p key={code} className={classes.note}>
              {text(detail)}
            </p>
          ))}
        </>
      )}
    </section>
  );
}
