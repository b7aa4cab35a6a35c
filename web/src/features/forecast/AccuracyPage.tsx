import { SegmentedControl, Select } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { sessionQuery, teamsQuery } from '@/api/queries';
import type { Report, ReportCell, ReportParams, ReportRow } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { byLead, isNaive, scoresOf } from '@/features/forecast/accuracy';
import { Calibration } from '@/features/forecast/Calibration';
import { ForecastTabs } from '@/features/forecast/ForecastTabs';
import { Overrides } from '@/features/forecast/Overrides';
import type { ForecastSearch } from '@/features/forecast/use-forecast';
import { useFreshForecast } from '@/features/forecast/use-fresh-forecast';
import { DealsDrawer, spanOf, whereOf } from '@/features/insight';
import { todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import type { ChartSpec, Series, TableTwin, Unit } from '@/ui/chart';
import { Chart, useWriter } from '@/ui/chart';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import { Term } from '@/ui/Term';
import classes from '@/features/forecast/Forecast.module.css';

const MEASURES = ['wape', 'bias', 'coverage'] as const;
type Measure = (typeof MEASURES)[number];

const PERIODS = ['last-12-months', 'this-year', 'last-year', 'last-quarter'] as const;

/** How wrong forecasts have been: every past week made again with only what was known then, against what came. */
export default function AccuracyPage() {
  const t = useT('forecast');
  const insight = useT('insight');
  const search: ForecastSearch = useSearch({ from: '/shell/forecast/accuracy' });
  const navigate = useNavigate();
  const change = useCallback(
    (patch: ForecastSearch, replace = true) =>
      void navigate({ to: '/forecast/accuracy', search: (before) => ({ ...before, ...patch }), replace }),
    [navigate],
  );
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: teams } = useQuery(teamsQuery);
  const { fiscal_year_start_month, time_zone } = session.workspace;
  const period = search.period ?? PERIODS[0];
  const params = useMemo<ReportParams>(() => {
    const span = spanOf(period, fiscal_year_start_month, todayIn(time_zone));
    return { from: span?.from, to: span?.to, where: whereOf({ team: search.team }) };
  }, [period, fiscal_year_start_month, time_zone, search.team]);
  useFreshForecast(false);
  const { data, error, refetch } = useQuery(reportQuery('forecast-accuracy', params));
  const close = () => change({ open: undefined, row: undefined, measure: undefined });
  const openCell = useCallback(
    (report: string) => (row: ReportCell[], measure: string) =>
      change({ open: report, row: JSON.stringify(row), measure }, false),
    [change],
  );
  return (
    <>
      <PageHeader title={t('accuracy.title')}>
        <ForecastTabs />
        <Select
          size="xs"
          w={160}
          allowDeselect={false}
          aria-label={t('period')}
          value={period}
          data={PERIODS.map((one) => ({ value: one as string, label: insight(`periods.${one}`) }))}
          onChange={(one) => change({ period: one ?? undefined })}
        />
        <Select
          size="xs"
          w={150}
          clearable
          aria-label={insight('team')}
          placeholder={insight('all_teams')}
          value={search.team ?? null}
          data={teams?.rows.map(({ name }) => name) ?? []}
          onChange={(team) => change({ team: team ?? undefined })}
        />
      </PageHeader>
      <div className={classes.page}>
        <p className={classes.intro}>{t('accuracy.intro')}</p>
        {error && !data ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : !data ? (
          <ListSkeleton rows={10} />
        ) : data.rows.length === 0 ? (
          <NotEnough report={data} />
        ) : (
          <Accuracy report={data} search={search} change={change} open={openCell('forecast-accuracy')} />
        )}
        {(data?.rows.length ?? 0) > 0 && (
          <Calibration params={params} search={search} change={change} open={openCell('calibration')} />
        )}
        <Overrides from={params.from} to={params.to} search={search} change={change} />
      </div>
      {search.open && search.measure && (
        <DealsDrawer
          report={search.open}
          params={search.open === 'calibration' ? { ...params, method: search.method ?? 'adjusted' } : params}
          cell={{ row: search.row ? (JSON.parse(search.row) as ReportCell[]) : undefined, measure: search.measure }}
          title={t('accuracy.behind')}
          close={close}
        />
      )}
    </>
  );
}

/** Says honestly that nothing can be said yet, and what it takes. */
export function NotEnough({ report }: { report: Report }) {
  const t = useT('forecast');
  const text = useText();
  const note = report.notes.find(({ code }) => code === 'not-enough-history');
  return (
    <EmptyState
      icon={<IconHourglass size={24} />}
      title={t('accuracy.not_enough')}
      text={note ? text(note.detail) : t('accuracy.not_enough_text')}
    />
  );
}

interface Props {
  report: Report;
  search: ForecastSearch;
  change: (patch: ForecastSearch) => void;
  open: (row: ReportCell[], measure: string) => void;
}

/** The words for a way to forecast. */
function useMethodName() {
  const t = useT('forecast');
  return useCallback(
    (method: string) => {
      const key = `methods.${method}` as 'methods.rule_commit';
      return t.has(key) ? t(key) : method;
    },
    [t],
  );
}

function Accuracy({ report, search, change, open }: Props) {
  const t = useT('forecast');
  const text = useText();
  const methodName = useMethodName();
  const write = useWriter(report.currency);
  const measure = MEASURES.find((one) => one === search.show) ?? 'wape';
  const scores = useMemo(() => scoresOf(report.rows), [report]);
  const drawn = useMemo(
    () => drawnOf(report, measure, methodName, open, text, t),
    [report, measure, methodName, open, text, t],
  );
  const share = (value: number | null) => write.full(value, 'share');
  const signed = (value: number | null) => (value !== null && value > 0 ? '+' : '') + share(value);
  return (
    <>
      <section className={classes.card} aria-labelledby="scores-title">
        <h2 id="scores-title">
          <Term of="forecast-accuracy">{t('accuracy.overall')}</Term>
        </h2>
        <p className={classes.aside}>{report.summary && text(report.summary)}</p>
        <div className={classes.scores} tabIndex={0} role="region" aria-label={t('accuracy.overall')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('accuracy.method')}</th>
                {(['n', 'wape', 'against_naive', 'bias', 'accuracy', 'coverage'] as const).map((column) => (
                  <th key={column} scope="col" data-number title={t(`accuracy.help.${column}`)}>
                    {t(`accuracy.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {scores.map((score) => (
                <tr key={score.method} data-method={score.method} data-naive={isNaive(score.method) || undefined}>
                  <th scope="row">
                    {methodName(score.method)}
                    {isNaive(score.method) && ` · ${t('accuracy.naive')}`}
                  </th>
                  <td data-number>{write.full(score.n, 'whole')}</td>
                  <td data-number>
                    <button type="button" onClick={() => open([score.method, null], 'wape')}>
                      {share(score.wape)}
                    </button>
                  </td>
                  <td data-number>{isNaive(score.method) ? '' : signed(score.againstNaive)}</td>
                  <td data-number>{signed(score.bias)}</td>
                  <td data-number>{share(score.accuracy)}</td>
                  <td data-number>{score.coverage === null ? '' : share(score.coverage)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {report.notes.map(({ code, detail }) => (
          <p key={code} className={classes.note}>
            {text(detail)}
          </p>
        ))}
      </section>
      <section className={classes.card} aria-labelledby="lead-title">
        <div className={classes.heading}>
          <h2 id="lead-title">
            <Term of="backtest">{t('accuracy.by_lead')}</Term>
          </h2>
          <SegmentedControl
            size="xs"
            aria-label={t('accuracy.show')}
            value={measure}
            data={MEASURES.map((one) => ({ value: one, label: t(`accuracy.columns.${one}`) }))}
            onChange={(show) => change({ show })}
          />
        </div>
        <Chart
          name={t('accuracy.by_lead')}
          summary={t(`accuracy.help.${measure}`)}
          spec={drawn.spec}
          table={drawn.table}
          currency={report.currency}
          fileName={`forecast-accuracy-${report.as_of.slice(0, 10)}`}
          height={320}
          view={search.view === 'table' ? 'table' : 'chart'}
          setView={(view) => change({ view: view === 'table' ? view : undefined })}
        />
      </section>
    </>
  );
}

/** Both means of the model and all the calls would be too many lines. */
const DRAWN = ['rule_commit', 'model_p50', 'owner_calls', 'manager_calls', 'last_quarter', 'run_rate'];

function drawnOf(
  report: Report,
  measure: Measure,
  methodName: (method: string) => string,
  open: Props['open'],
  text: ReturnType<typeof useText>,
  t: ReturnType<typeof useT<'forecast'>>,
): { spec: ChartSpec | null; table: TableTwin } {
  const { weeks, methods } = byLead(report.rows);
  const valueOf = (row: ReportRow | undefined) => (typeof row?.[measure] === 'number' ? row[measure] : null);
  const series = methods
    .filter(([method, rows]) => DRAWN.includes(method) && rows.some((row) => valueOf(row) !== null))
    .map(([method, rows]): Series => ({
      key: method,
      label: methodName(method),
      data: rows.map((row, at) => ({
        value: valueOf(row),
        notes: row ? [t('accuracy.weeks_of', { count: Number(row.n) })] : [],
        open: row && valueOf(row) !== null ? () => open([method, weeks[at] ?? null], measure) : undefined,
      })),
    }));
  const reference = measure === 'coverage' ? { label: t('accuracy.right'), value: 0.8 } : undefined;
  const spec: ChartSpec | null =
    series.length > 0
      ? {
          kind: 'lines',
          unit: 'share',
          categories: weeks.map((count) => t('accuracy.weeks', { count })),
          series,
          reference,
        }
      : null;
  const unitOf = (kind: string): Unit => (kind === 'deals' ? 'whole' : (kind as Unit));
  return {
    spec,
    table: {
      columns: report.columns.map(({ name, label, kind }) => ({ key: name, label: text(label), unit: unitOf(kind) })),
      rows: report.rows,
      say: (column, value) => (column === 'method' ? methodName(String(value)) : String(value)),
    },
  };
}
