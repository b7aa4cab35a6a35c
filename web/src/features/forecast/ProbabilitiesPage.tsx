import { Select } from '@mantine/core';
import { IconPercentage } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { playbooksQuery, sessionQuery } from '@/api/queries';
import type { Report, ReportCell } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import type { Pipeline, Playbook } from '@/api/types';
import { Adopt } from '@/features/forecast/Adopt';
import { ForecastTabs } from '@/features/forecast/ForecastTabs';
import type { StageOdds } from '@/features/forecast/probabilities';
import { obstacleTo, oddsOf } from '@/features/forecast/probabilities';
import type { ForecastSearch } from '@/features/forecast/use-forecast';
import { useAdoptions } from '@/features/forecast/use-adoptions';
import { useFreshForecast } from '@/features/forecast/use-fresh-forecast';
import { DealsDrawer } from '@/features/insight';
import { formatDate } from '@/lib/dates';
import { may } from '@/lib/permissions';
import { useLocale, useT, useText } from '@/lib/use-locale';
import type { ChartSpec } from '@/ui/chart';
import { Chart, useWriter } from '@/ui/chart';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import { Term } from '@/ui/Term';
import classes from '@/features/forecast/Forecast.module.css';

/** What a stage is worth: as typed, as measured, and as the deals there are, with one click from the first to the second. */
export default function ProbabilitiesPage() {
  const t = useT('forecast');
  const text = useText();
  const search: ForecastSearch = useSearch({ from: '/shell/probabilities' });
  const navigate = useNavigate();
  const change = useCallback(
    (patch: ForecastSearch, replace = true) =>
      void navigate({ to: '/probabilities', search: (before) => ({ ...before, ...patch }), replace }),
    [navigate],
  );
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const choices = playbooks.flatMap((playbook) => playbook.pipelines.map((pipeline) => ({ playbook, pipeline })));
  const chosen = choices.find(({ pipeline }) => pipeline.key === search.pipeline) ?? choices[0];
  useFreshForecast(false);
  return (
    <>
      <PageHeader title={t('probabilities.title')}>
        <ForecastTabs />
        <Select
          size="xs"
          w={180}
          allowDeselect={false}
          aria-label={t('probabilities.pipeline')}
          value={chosen?.pipeline.key ?? null}
          data={choices.map(({ pipeline }) => ({ value: pipeline.key, label: text(pipeline.name) }))}
          onChange={(pipeline) => change({ pipeline: pipeline ?? undefined })}
        />
      </PageHeader>
      <div className={classes.page}>
        <p className={classes.intro}>{t('probabilities.intro')}</p>
        {chosen ? (
          <Stages key={chosen.pipeline.key} {...chosen} search={search} change={change} />
        ) : (
          <EmptyState
            icon={<IconPercentage size={24} />}
            title={t('probabilities.none')}
            text={t('probabilities.none_text')}
          />
        )}
      </div>
    </>
  );
}

interface Props {
  playbook: Playbook;
  pipeline: Pipeline;
  search: ForecastSearch;
  change: (patch: ForecastSearch, replace?: boolean) => void;
}

function Stages({ playbook, pipeline, search, change }: Props) {
  const t = useT('forecast');
  const text = useText();
  const params = { pipeline: pipeline.key };
  const summary = useQuery(reportQuery('pipeline-summary', params));
  const deals = useQuery(reportQuery('forecast', { ...params, shape: 'deals' }));
  const odds = useMemo(
    () => (summary.data ? oddsOf(pipeline, summary.data.rows, deals.data?.rows ?? []) : null),
    [pipeline, summary.data, deals.data],
  );
  const nameOf = useCallback(
    (key: string) => {
      const stage = pipeline.stages.find((one) => one.key === key);
      return stage ? text(stage.name) : key;
    },
    [pipeline, text],
  );
  const open = useCallback(
    (row: ReportCell[], measure: string) => change({ row: JSON.stringify(row), measure }, false),
    [change],
  );
  if (summary.error && !summary.data) return <ErrorState error={summary.error} retry={() => void summary.refetch()} />;
  if (!summary.data || !odds) return <ListSkeleton rows={8} />;
  return (
    <>
      <Odds report={summary.data} odds={odds} nameOf={nameOf} search={search} change={change} open={open} />
      <section className={classes.card} aria-labelledby="stages-title">
        <h2 id="stages-title">{t('probabilities.by_stage')}</h2>
        <StageTable
          playbook={playbook}
          pipeline={pipeline}
          odds={odds}
          asOf={summary.data.as_of}
          nameOf={nameOf}
          open={open}
        />
        <p className={classes.note}>{t('probabilities.note')}</p>
      </section>
      {search.measure && search.row && (
        <DealsDrawer
          report="pipeline-summary"
          params={params}
          cell={{ row: JSON.parse(search.row) as ReportCell[], measure: search.measure }}
          title={nameOf(String((JSON.parse(search.row) as ReportCell[])[0]))}
          close={() => change({ row: undefined, measure: undefined })}
        />
      )}
    </>
  );
}

interface OddsProps {
  report: Report;
  odds: StageOdds[];
  nameOf: (stage: string) => string;
  search: ForecastSearch;
  change: (patch: ForecastSearch) => void;
  open: (row: ReportCell[], measure: string) => void;
}

/** Configured beside observed, stage by stage, with the interval of what was observed. */
function Odds({ report, odds, nameOf, search, change, open }: OddsProps) {
  const t = useT('forecast');
  const write = useWriter(report.currency);
  const far = odds.filter(
    ({ configured, observed }) => observed && (configured / 100 < observed.low || configured / 100 > observed.high),
  );
  const spec: ChartSpec = {
    kind: 'bars',
    unit: 'share',
    along: 'names',
    categories: odds.map(({ stage }) => nameOf(stage)),
    series: [
      {
        key: 'configured',
        label: t('probabilities.configured'),
        data: odds.map(({ configured }) => ({ value: configured / 100 })),
      },
      {
        key: 'observed',
        label: t('probabilities.observed'),
        data: odds.map(({ stage, observed }) => ({
          value: observed?.mean ?? null,
          low: observed?.low,
          high: observed?.high,
          notes: observed ? [write.words.count(observed.n)] : [],
          open: observed ? () => open([stage], 'observed_probability') : undefined,
        })),
      },
      {
        key: 'adjusted',
        label: t('probabilities.adjusted'),
        data: odds.map(({ adjusted }) => ({
          value: adjusted?.mean ?? null,
          notes: adjusted
            ? [
                t('probabilities.spread', {
                  low: write.full(adjusted.low, 'share'),
                  high: write.full(adjusted.high, 'share'),
                }),
              ]
            : [],
        })),
      },
    ],
  };
  const rows = odds.map(({ stage, configured, observed, adjusted }) => ({
    stage: nameOf(stage),
    configured: configured / 100,
    observed: observed?.mean ?? null,
    low: observed?.low ?? null,
    high: observed?.high ?? null,
    n: observed?.n ?? null,
    adjusted_low: adjusted?.low ?? null,
    adjusted: adjusted?.mean ?? null,
    adjusted_high: adjusted?.high ?? null,
  }));
  const columns = [
    'stage',
    'configured',
    'observed',
    'low',
    'high',
    'n',
    'adjusted_low',
    'adjusted',
    'adjusted_high',
  ] as const;
  const unitOf = (key: string) => (key === 'stage' ? 'text' : key === 'n' ? 'whole' : 'share');
  return (
    <section className={classes.card} aria-labelledby="odds-title">
      <h2 id="odds-title">{t('probabilities.chart')}</h2>
      <Chart
        name={t('probabilities.chart')}
        summary={
          far.length > 0
            ? t('probabilities.far', { count: far.length, stages: far.map(({ stage }) => nameOf(stage)).join(', ') })
            : t('probabilities.near')
        }
        spec={odds.some(({ observed }) => observed) ? spec : null}
        table={{
          columns: columns.map((key) => ({ key, label: t(`probabilities.columns.${key}`), unit: unitOf(key) })),
          rows,
        }}
        currency={report.currency}
        fileName={`probabilities-${report.as_of.slice(0, 10)}`}
        height={Math.max(300, odds.length * 62)}
        view={search.view === 'table' ? 'table' : 'chart'}
        setView={(view) => change({ view: view === 'table' ? view : undefined })}
      />
    </section>
  );
}

interface TableProps {
  playbook: Playbook;
  pipeline: Pipeline;
  odds: StageOdds[];
  asOf: string;
  nameOf: (stage: string) => string;
  open: (row: ReportCell[], measure: string) => void;
}

function StageTable({ playbook, pipeline, odds, asOf, nameOf, open }: TableProps) {
  const t = useT('forecast');
  const locale = useLocale();
  const write = useWriter('USD');
  const { data: session } = useSuspenseQuery(sessionQuery);
  const adoptions = useAdoptions(playbook.key, pipeline.key);
  const isAllowed = may(session, 'playbook.publish');
  const share = (value: number | undefined) => write.full(value, 'share');
  return (
    <div className={classes.scores} tabIndex={0} role="region" aria-label={t('probabilities.by_stage')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('probabilities.columns.stage')}</th>
            <th scope="col" data-number>
              <Term of="configured-probability">{t('probabilities.configured')}</Term>
            </th>
            <th scope="col" data-number>
              <Term of="observed-probability">{t('probabilities.observed')}</Term>
            </th>
            <th scope="col" data-number>
              {t('probabilities.columns.n')}
            </th>
            <th scope="col" data-number>
              <Term of="adjusted-probability">{t('probabilities.adjusted')}</Term>
            </th>
            <th scope="col" data-number>
              {t('probabilities.adopt')}
            </th>
          </tr>
        </thead>
        <tbody>
          {odds.map((one, at) => {
            const { stage, configured, observed, adjusted } = one;
            const adopted = adoptions.get(stage);
            return (
              <tr key={stage} data-stage={stage}>
                <th scope="row">{nameOf(stage)}</th>
                <td data-number>
                  {share(configured / 100)}
                  {adopted && (
                    <small className={classes.adopted} title={adopted.note}>
                      {t('probabilities.adopted', {
                        from: adopted.from,
                        day: formatDate(adopted.at.slice(0, 10), locale),
                        version: adopted.version,
                      })}
                    </small>
                  )}
                </td>
                <td data-number>
                  {observed ? (
                    <button type="button" onClick={() => open([stage], 'observed_probability')}>
                      {share(observed.mean)}
                    </button>
                  ) : (
                    share(undefined)
                  )}
                  {observed && <small>{write.words.interval(share(observed.low), share(observed.high))}</small>}
                </td>
                <td data-number>{write.full(observed?.n, 'whole')}</td>
                <td data-number>
                  {adjusted ? (
                    <>
                      {share(adjusted.mean)}
                      <small>
                        {t('probabilities.spread', { low: share(adjusted.low), high: share(adjusted.high) })}
                      </small>
                    </>
                  ) : (
                    share(undefined)
                  )}
                </td>
                <td data-number>
                  <Adopt
                    playbook={playbook.key}
                    pipeline={pipeline.key}
                    odds={one}
                    asOf={asOf}
                    nameOf={nameOf}
                    obstacle={obstacleTo(odds, at, isAllowed, false)}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
