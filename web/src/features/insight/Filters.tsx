import { Select } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { playbooksQuery, sessionQuery, teamsQuery } from '@/api/queries';
import { reportQuery } from '@/api/reports';
import type { InsightSearch } from '@/features/insight/asked';
import { AsOfField } from '@/features/insight/AsOfField';
import { RELATIVE, spanOf } from '@/features/insight/periods';
import { todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';

interface Props {
  search: InsightSearch;
  change: (patch: InsightSearch) => void;
  /** What the choice of no period is called. */
  noPeriod: string;
}

const CUSTOM = 'custom';

/** What narrows every number of the page alike: pipeline, segment, team, period, and the moment it is seen from. */
export function Filters({ search, change, noPeriod }: Props) {
  const t = useT('insight');
  const text = useText();
  const { data: playbooks } = useQuery(playbooksQuery);
  const { data: teams } = useQuery(teamsQuery);
  const { data: segments } = useQuery(reportQuery('win-rate', { by: 'segment' }));
  const pipelines = playbooks?.flatMap((playbook) => playbook.pipelines) ?? [];
  const own = (name: string, known: (string | null | undefined)[]) => {
    const values = known.filter((value): value is string => !!value);
    const chosen = search[name];
    return [...new Set(chosen && !values.includes(chosen) ? [...values, chosen] : values)];
  };
  const pick = (name: string) => (value: string | null) => change({ [name]: value ?? undefined });
  return (
    <>
      <Select
        size="xs"
        w={150}
        clearable
        aria-label={t('pipeline')}
        placeholder={t('all_pipelines')}
        value={search.pipeline ?? null}
        data={pipelines.map(({ key, name }) => ({ value: key, label: text(name) }))}
        onChange={pick('pipeline')}
      />
      <Select
        size="xs"
        w={140}
        clearable
        aria-label={t('segment')}
        placeholder={t('all_segments')}
        value={search.segment ?? null}
        data={own('segment', segments?.rows.map(({ segment }) => (segment ? String(segment) : null)) ?? [])}
        onChange={pick('segment')}
      />
      <Select
        size="xs"
        w={140}
        clearable
        aria-label={t('team')}
        placeholder={t('all_teams')}
        value={search.team ?? null}
        data={own('team', teams?.rows.map(({ name }) => name) ?? [])}
        onChange={pick('team')}
      />
      <PeriodField search={search} change={change} noPeriod={noPeriod} />
      <AsOfField asOf={search.as_of} change={(as_of) => change({ as_of })} />
    </>
  );
}

function PeriodField({ search, change, noPeriod }: Props) {
  const t = useT('insight');
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { period, from, to } = search;
  const isCustom = period === CUSTOM || from !== undefined || to !== undefined;
  const named = RELATIVE.map((name) => ({ value: name as string, label: t(`periods.${name}`) }));
  const isKnown = !period || isCustom || named.some(({ value }) => value === period);
  const today = todayIn(session.workspace.time_zone);
  const pick = (value: string | null) => {
    if (value !== CUSTOM) return change({ period: value ?? undefined, from: undefined, to: undefined });
    const span = spanOf(period ?? 'this-quarter', session.workspace.fiscal_year_start_month, today);
    change({ period: CUSTOM, from: span?.from ?? today, to: span?.to ?? today });
  };
  return (
    <>
      <Select
        size="xs"
        w={170}
        clearable
        aria-label={t('period')}
        placeholder={noPeriod}
        value={isCustom ? CUSTOM : (period ?? null)}
        data={[
          ...named,
          ...(isKnown || !period ? [] : [{ value: period, label: period }]),
          { value: CUSTOM, label: t('periods.custom') },
        ]}
        onChange={pick}
      />
      {isCustom && (
        <>
          <DateField
            size="xs"
            w={138}
            aria-label={t('from')}
            value={from ?? ''}
            onChange={(date) => change({ from: date || undefined })}
          />
          <DateField
            size="xs"
            w={138}
            aria-label={t('to')}
            value={to ?? ''}
            onChange={(date) => change({ to: date || undefined })}
          />
        </>
      )}
    </>
  );
}
