import { Button, Select } from '@mantine/core';
import { IconTarget } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { sessionQuery } from '@/api/queries';
import type { ReportCell } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import type { DealRow } from '@/api/types';
import { CallPanel } from '@/features/forecast/CallPanel';
import { Distribution } from '@/features/forecast/Distribution';
import { Figures } from '@/features/forecast/Figures';
import { ForecastTabs } from '@/features/forecast/ForecastTabs';
import { OverrideDialog } from '@/features/forecast/OverrideDialog';
import { lastSunday, periodsAround } from '@/features/forecast/periods';
import type { BucketName, Line } from '@/features/forecast/rollup';
import { BUCKETS, keyOf, mayCallForOthers } from '@/features/forecast/rollup';
import { RollupTable } from '@/features/forecast/RollupTable';
import { TimeSlider } from '@/features/forecast/TimeSlider';
import { questionOf, useAsked, useRollup } from '@/features/forecast/use-forecast';
import { useFreshForecast } from '@/features/forecast/use-fresh-forecast';
import { usePeriodName } from '@/features/forecast/use-period-name';
import { Waterfall } from '@/features/forecast/Waterfall';
import { DealsDrawer, useSayCell } from '@/features/insight';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/forecast/Forecast.module.css';

/** What a period will bring: as people call it, as the rule and the model see it, and how it came to that. */
export default function ForecastPage() {
  const t = useT('forecast');
  const common = useT('common');
  const periodName = usePeriodName();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const asked = useAsked();
  const { search, change, period, today, startMonth, asOf } = asked;
  const rollup = useRollup(asked);
  const { lines, selected, currency } = rollup;
  useFreshForecast(asOf !== undefined);

  const select = useCallback((line: Line) => change({ of: line.id }), [change]);
  const openBucket = useCallback(
    (line: Line, bucket: BucketName) =>
      change({ open: 'forecast', whose: line.id, measure: bucket, row: undefined }, false),
    [change],
  );
  const openReason = useCallback(
    (row: ReportCell[], measure: string) =>
      change({ open: 'waterfall', row: JSON.stringify(row), measure, whose: undefined }, false),
    [change],
  );
  const close = useCallback(
    () => change({ open: undefined, whose: undefined, measure: undefined, row: undefined }),
    [change],
  );
  const callMine = useCallback(() => {
    const own = lines.find(({ id }) => id === keyOf({ kind: 'person', id: session.user.id }));
    if (own && !mayCallForOthers(session)) change({ of: own.id });
    const panel = document.getElementById('call');
    panel?.scrollIntoView({ block: 'nearest' });
    panel?.querySelector('input')?.focus();
  }, [lines, session, change]);
  useCommands(
    useMemo<Command[]>(
      () => [
        {
          id: 'forecast.submit',
          group: t('title'),
          label: t('submit_my_call'),
          keywords: 'commit best call 제출 콜',
          disabledBecause: asOf ? t('call.only_now') : undefined,
          run: callMine,
        },
        { id: 'forecast.now', group: t('title'), label: t('time.back'), run: () => change({ as_of: undefined }) },
      ],
      [t, asOf, callMine, change],
    ),
  );

  const question = useMemo(() => questionOf(asked, selected), [asked, selected]);
  const tables = search.tables?.split(',').filter(Boolean) ?? [];
  const viewOf = (key: string) => ({
    view: tables.includes(key) ? ('table' as const) : ('chart' as const),
    setView: (view: 'chart' | 'table') => {
      const rest = tables.filter((one) => one !== key);
      change({ tables: (view === 'table' ? [...rest, key] : rest).join(',') || undefined });
    },
  });
  const since = search.since ?? lastSunday(asOf?.slice(0, 10) ?? today);
  const periods = periodsAround(today, startMonth);
  const mayCall = may(session, 'forecast.submit_own') || mayCallForOthers(session);
  const choices = selected && !lines.some(({ id }) => id === selected.id) ? [...lines, selected] : lines;
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          mayCall && (
            <Button size="xs" disabled={asOf !== undefined} title={asOf && t('call.only_now')} onClick={callMine}>
              {t('submit_my_call')}
            </Button>
          )
        }
      >
        <ForecastTabs />
        <Select
          size="xs"
          w={160}
          allowDeselect={false}
          aria-label={t('period')}
          value={period}
          data={(periods.includes(period) ? periods : [period, ...periods]).map((one) => ({
            value: one,
            label: periodName(one),
          }))}
          onChange={(one) => change({ period: one ?? undefined })}
        />
        {choices.length > 0 && (
          <Select
            size="xs"
            w={190}
            allowDeselect={false}
            searchable
            aria-label={t('rollup.who')}
            value={selected?.id ?? null}
            data={choices.map(({ id, name, depth }) => ({
              value: id,
              label: `${'\u2003'.repeat(depth)}${name ?? t('rollup.unassigned')}`,
            }))}
            onChange={(id) => change({ of: id ?? undefined })}
          />
        )}
      </PageHeader>
      <div className={classes.page}>
        <TimeSlider
          asOf={asOf}
          today={today}
          change={(as_of) => change({ as_of })}
          isBusy={rollup.isOld || rollup.isLoading}
        />
        {rollup.error && lines.length === 0 ? (
          <ErrorState error={rollup.error} retry={rollup.retry} />
        ) : rollup.isLoading ? (
          <ListSkeleton rows={10} />
        ) : !selected ? (
          <EmptyState icon={<IconTarget size={24} />} title={t('empty')} text={t('empty_text')} />
        ) : (
          <>
            <Figures
              line={selected}
              question={question}
              period={period}
              currency={currency}
              isPast={asOf !== undefined}
              open={(bucket) => openBucket(selected, bucket)}
            />
            {lines.length > 0 && (
              <RollupTable
                lines={lines}
                selected={selected.id}
                currency={currency}
                isOld={rollup.isOld}
                select={select}
                open={openBucket}
              />
            )}
            <div className={classes.pair}>
              <Distribution
                question={question}
                target={selected.quota}
                search={search}
                change={change}
                {...viewOf('distribution')}
                open={() =>
                  change({ open: 'forecast', whose: selected.id, measure: 'p50_minor', row: undefined }, false)
                }
              />
              <CallPanel line={selected} period={period} calls={rollup.calls} currency={currency} asOf={asOf} />
            </div>
            <Waterfall
              question={question}
              since={since}
              setSince={(day) => change({ since: day })}
              {...viewOf('waterfall')}
              open={openReason}
            />
          </>
        )}
      </div>
      {search.open && search.measure && (
        <Opened asked={asked} lines={lines} selected={selected} since={since} close={close} label={common('close')} />
      )}
    </>
  );
}

interface OpenedProps {
  asked: ReturnType<typeof useAsked>;
  lines: Line[];
  selected: Line | undefined;
  since: string;
  close: () => void;
  label: string;
}

const isBucket = (measure: string): measure is BucketName => (BUCKETS as readonly string[]).includes(measure);

/** The deals behind a number, each with its forecast category; whoever may overrides it from here. */
function Opened({ asked, lines, selected, since, close }: OpenedProps) {
  const t = useT('forecast');
  const sayCell = useSayCell();
  const { search, asOf } = asked;
  const { open: report = 'forecast', measure = '', row } = search;
  const line = lines.find(({ id }) => id === search.whose) ?? selected;
  const [overriding, setOverriding] = useState<DealRow | null>(null);
  const question = questionOf(asked, line);
  const params = report === 'waterfall' ? { ...question, since } : question;
  // The number in the drawer must be that of an answer: a report that was never asked has no rows.
  useQuery(reportQuery(report, params));
  const cells = row ? (JSON.parse(row) as ReportCell[]) : undefined;
  const reason = cells && `reasons.${String(cells[0])}`;
  const what =
    report === 'waterfall'
      ? reason && t.has(reason as 'reasons.new')
        ? t(reason as 'reasons.new')
        : sayCell('reason', cells?.[0] ?? null)
      : isBucket(measure)
        ? t(`rollup.${measure}`)
        : t('distribution.title');
  return (
    <>
      <DealsDrawer
        report={report}
        params={params}
        cell={{ row: cells, measure }}
        title={`${what} · ${line?.name ?? t('rollup.unassigned')}`}
        close={close}
        beside={(deal) => <Category deal={deal} isPast={asOf !== undefined} override={() => setOverriding(deal)} />}
      />
      {overriding && <OverrideDialog dealId={overriding.id} name={overriding.name} close={() => setOverriding(null)} />}
    </>
  );
}

function Category({ deal, isPast, override }: { deal: DealRow; isPast: boolean; override: () => void }) {
  const t = useT('forecast');
  const { forecast_category: category } = deal;
  const word = category ? t(`categories.${category}`) : t('override.no_rule');
  const isOpen = deal.status === 'open';
  const reason = isPast
    ? t('call.only_now')
    : may(deal, 'deal.override_forecast')
      ? undefined
      : t('override.not_allowed');
  if (!isOpen) return <span className={classes.category}>{word}</span>;
  return (
    <button
      type="button"
      className={classes.category}
      data-category={category ?? undefined}
      aria-label={t('override.button', { name: deal.name, category: word })}
      title={reason ?? t('override.open')}
      disabled={reason !== undefined}
      onClick={override}
    >
      {word}
    </button>
  );
}
