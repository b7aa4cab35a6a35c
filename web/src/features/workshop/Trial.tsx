import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { reportQuery } from '@/api/reports';
import type { Pipeline, Playbook } from '@/api/types';
import { versionsQuery } from '@/features/workshop/queries';
import type { Comparison, Measure } from '@/features/workshop/trial';
import { compared, ENOUGH, MEASURES, TRIAL_DAYS, trialDay } from '@/features/workshop/trial';
import type { WorkshopSearch } from '@/features/workshop/use-workshop';
import { addDays, formatDate } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import type { ChartSpec, Datum, TableTwin } from '@/ui/chart';
import { Chart, useWriter } from '@/ui/chart';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/workshop/Workshop.module.css';

interface Props {
  playbook: Playbook;
  pipeline: Pipeline;
  search: WorkshopSearch;
  change: (patch: WorkshopSearch) => void;
}

/** Four weeks of a new version beside the one before: what changed, with how many deals and how sure. */
export function Trial({ playbook, pipeline, search, change }: Props) {
  const t = useT('workshop');
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  const { data: versions } = useQuery(versionsQuery(playbook.key));
  const known = (versions ?? []).filter(({ status }) => status !== 'draft').toSorted((a, b) => b.version - a.version);
  const after = search.after ?? String(known[0]?.version ?? '');
  const before = search.before ?? String(known.find(({ version }) => version < Number(after))?.version ?? '');
  const data = known.map(({ version }) => ({ value: String(version), label: t('version', { version }) }));
  const publishedAt = known.find(({ version }) => String(version) === after)?.published_at;
  const day = publishedAt ? trialDay(publishedAt, now) : null;
  return (
    <section className={classes.card} aria-labelledby="trial-title">
      <h2 id="trial-title">{t('trial')}</h2>
      {known.length < 2 ? (
        <p className={classes.quiet}>{t('trial_none')}</p>
      ) : (
        <>
          <div className={classes.versions}>
            <Select
              size="xs"
              w={150}
              allowDeselect={false}
              label={t('before')}
              value={before}
              data={data}
              onChange={(value) => change({ before: value ?? undefined })}
            />
            <Select
              size="xs"
              w={150}
              allowDeselect={false}
              label={t('after')}
              value={after}
              data={data}
              onChange={(value) => change({ after: value ?? undefined })}
            />
            {day !== null && publishedAt && (
              <p className={classes.quiet}>
                {day > TRIAL_DAYS
                  ? t('trial_over', { date: formatDate(addDays(publishedAt.slice(0, 10), TRIAL_DAYS), locale) })
                  : t('trial_day', {
                      day,
                      days: TRIAL_DAYS,
                      date: formatDate(addDays(publishedAt.slice(0, 10), TRIAL_DAYS), locale),
                    })}
              </p>
            )}
          </div>
          <div className={classes.measures}>
            {(Object.keys(MEASURES) as Measure[]).map((measure) => (
              <Compared key={measure} measure={measure} pipeline={pipeline} before={before} after={after} />
            ))}
          </div>
        </>
      )}
    </section>
  );
}

interface ComparedProps {
  measure: Measure;
  pipeline: Pipeline;
  before: string;
  after: string;
}

const COLUMNS = [
  'stage',
  'before',
  'before_low',
  'before_high',
  'before_n',
  'after',
  'after_low',
  'after_high',
  'after_n',
] as const;

function Compared({ measure, pipeline, before, after }: ComparedProps) {
  const t = useT('workshop');
  const text = useText();
  const [isTable, setTable] = useState(false);
  const { data, error, refetch } = useQuery(reportQuery(measure, { pipeline: pipeline.key, by: 'playbook_version' }));
  const write = useWriter(data?.currency ?? 'USD');
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={4} />;
  const { unit } = MEASURES[measure];
  const rows = compared(data.rows, measure, before, after);
  const nameOf = ({ stage }: Comparison) => {
    const known = pipeline.stages.find(({ key }) => key === stage);
    return stage === null ? text(pipeline.name) : known ? text(known.name) : stage;
  };
  const datum = ({ value, low, high, n, isEnough }: Comparison['before']): Datum => ({
    value,
    low,
    high,
    notes: [write.words.count(n), ...(isEnough ? [] : [t('not_enough')])],
  });
  const thin = rows.filter((row) => !row.after.isEnough || !row.before.isEnough);
  const spec: ChartSpec = {
    kind: 'bars',
    unit,
    along: 'names',
    categories: rows.map(nameOf),
    series: [
      { key: 'before', label: t('version', { version: before }), data: rows.map((row) => datum(row.before)) },
      { key: 'after', label: t('version', { version: after }), data: rows.map((row) => datum(row.after)) },
    ],
  };
  const table: TableTwin = {
    columns: COLUMNS.map((key) => ({
      key,
      label: t(`trial_columns.${key}`),
      unit: key === 'stage' ? 'text' : key.endsWith('_n') ? 'whole' : unit,
    })),
    rows: rows.map((row) => ({
      stage: nameOf(row),
      before: row.before.value,
      before_low: row.before.low,
      before_high: row.before.high,
      before_n: row.before.n,
      after: row.after.value,
      after_low: row.after.low,
      after_high: row.after.high,
      after_n: row.after.n,
    })),
  };
  return (
    <div>
      <h3>{t(`measures.${measure}`)}</h3>
      <Chart
        name={t(`measures.${measure}`)}
        summary={
          rows.every((row) => row.after.n === 0)
            ? t('none_yet', { version: after })
            : thin.length > 0
              ? t('thin', {
                  enough: ENOUGH,
                  places: thin.map((row) => `${nameOf(row)} (${row.before.n} · ${row.after.n})`).join(', '),
                })
              : t('enough', { enough: ENOUGH })
        }
        spec={rows.some((row) => row.before.isEnough || row.after.isEnough) ? spec : null}
        table={table}
        currency={data.currency}
        fileName={`trial-${measure}-v${before}-v${after}`}
        height={Math.max(110, 50 + rows.length * 50)}
        view={isTable ? 'table' : 'chart'}
        setView={(view) => setTable(view === 'table')}
      />
    </div>
  );
}
