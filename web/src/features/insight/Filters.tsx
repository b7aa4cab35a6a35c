import { Button, Select, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { playbooksQuery, sessionQuery, teamsQuery } from '@/api/queries';
import { reportQuery } from '@/api/reports';
import type { InsightSearch } from '@/features/insight/asked';
import { RELATIVE, spanOf } from '@/features/insight/periods';
import { formatInstant, todayIn } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import classes from '@/features/insight/Insight.module.css';

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

/** An instant as the browser's own field wants it, in the reader's zone. */
function local(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime())
    ? ''
    : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function AsOfField({ asOf, change }: { asOf?: string; change: (asOf: string | undefined) => void }) {
  const t = useT('insight');
  const shown = asOf ? local(asOf) : '';
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (value: string) => {
    setTyped(null);
    if (!value) return change(undefined);
    const at = new Date(value);
    // A year that is still being typed is no date one wants to go to.
    if (!Number.isNaN(at.getTime()) && at.getFullYear() >= 1990) change(at.toISOString());
  };
  return (
    <TextInput
      size="xs"
      w={222}
      type="datetime-local"
      max="9999-12-31T23:59"
      aria-label={t('as_of')}
      title={t('as_of_help')}
      leftSection={<IconHistory size={15} aria-hidden />}
      value={typed ?? shown}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => typed !== null && commit(typed)}
      onKeyDown={(event) => event.key === 'Enter' && typed !== null && commit(typed)}
    />
  );
}

/** Says that the numbers are of the past, with the way back. */
export function AsOfNote({ asOf, change }: { asOf?: string; change: (patch: InsightSearch) => void }) {
  const t = useT('insight');
  const locale = useLocale();
  if (!asOf) return null;
  const said = /T/.test(asOf) ? formatInstant(asOf, locale) : asOf;
  return (
    <p className={classes.past} role="status">
      <IconHistory size={16} aria-hidden />
      <span>{t('as_it_was', { instant: said })}</span>
      <Button size="compact-xs" variant="default" onClick={() => change({ as_of: undefined })}>
        {t('back_to_now')}
      </Button>
    </p>
  );
}
