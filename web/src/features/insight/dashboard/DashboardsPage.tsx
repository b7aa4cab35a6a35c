import { Button } from '@mantine/core';
import { IconLayoutDashboard, IconPrinter, IconRefresh, IconTargetArrow } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCallback } from 'react';
import { api, body } from '@/api/client';
import type { ReportDefinition } from '@/api/reports';
import { reportsQuery } from '@/api/reports';
import type { InsightSearch } from '@/features/insight/asked';
import { CARDS } from '@/features/insight/dashboard/cards';
import { NumbersCard } from '@/features/insight/dashboard/NumbersCard';
import { PipelineStrip } from '@/features/insight/dashboard/PipelineStrip';
import { STRIP, useQuestions } from '@/features/insight/dashboard/use-questions';
import { WaitingCard } from '@/features/insight/dashboard/WaitingCard';
import { AsOfNote } from '@/features/insight/AsOfField';
import { Filters } from '@/features/insight/Filters';
import { OpenedCell } from '@/features/insight/OpenedCell';
import { useFreshNumbers } from '@/features/insight/use-fresh-numbers';
import { usePrintLandscape } from '@/features/insight/use-print-landscape';
import { useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/insight/dashboard/Dashboards.module.css';

/** Has the workspace any deal at all? */
const anyDealQuery = {
  queryKey: ['report', 'any-deal'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await body(api.GET('/api/v1/deals', { params: { query: { limit: 1 } }, signal }))).rows.length > 0,
};

/** The six dashboards of the sales meeting on one page, every number of which opens its deals. */
export default function DashboardsPage() {
  const t = useT('insight');
  const search = useSearch({ from: '/shell/dashboards' });
  const navigate = useNavigate();
  const change = useCallback(
    (patch: InsightSearch, replace = true) =>
      void navigate({ to: '/dashboards', search: (before) => ({ ...before, ...patch }), replace }),
    [navigate],
  );
  const { data, error, refetch } = useQuery(reportsQuery);
  const { data: hasDeals } = useQuery(anyDealQuery);
  useFreshNumbers(search.as_of !== undefined);
  usePrintLandscape();
  return (
    <>
      <PageHeader
        title={t('dashboards')}
        actions={
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPrinter size={15} aria-hidden />}
            onClick={() => window.print()}
          >
            {t('print')}
          </Button>
        }
      >
        <Filters search={search} change={change} noPeriod={t('own_periods')} />
      </PageHeader>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton />
      ) : hasDeals === false ? (
        <EmptyState
          icon={<IconLayoutDashboard size={24} />}
          title={t('empty_title')}
          text={t('empty_text')}
          action={
            <Button component={Link} to="/import" size="xs">
              {t('empty_action')}
            </Button>
          }
        />
      ) : (
        <Dashboards definitions={data.rows} search={search} change={change} />
      )}
    </>
  );
}

interface Props {
  definitions: ReportDefinition[];
  search: InsightSearch;
  change: (patch: InsightSearch, replace?: boolean) => void;
}

function Dashboards({ definitions, search, change }: Props) {
  const t = useT('insight');
  const questions = useQuestions(definitions, search);
  const strip = questions.get(STRIP);
  const tables = search.tables?.split(',') ?? [];
  const cards = CARDS.map((card, at): ReactNode => {
    const question = questions.get(card.key);
    return (
      <NumbersCard
        key={card.key}
        card={card}
        number={at + 1}
        question={question}
        view={tables.includes(card.key) ? 'table' : 'chart'}
        setView={(view) => {
          const rest = tables.filter((key) => key !== card.key);
          change({ tables: (view === 'table' ? [...rest, card.key] : rest).join(',') || undefined });
        }}
        open={(row, measure) => change({ open: card.key, row: row && JSON.stringify(row), measure }, false)}
      />
    );
  });
  const all = [
    ...cards,
    <WaitingCard
      key="sla"
      number={5}
      title={t('cards.sla')}
      text={t('sla_waits')}
      term="lead-sla"
      Icon={IconTargetArrow}
    />,
    <WaitingCard key="nrr" number={6} title={t('cards.nrr')} text={t('nrr_waits')} term="nrr" Icon={IconRefresh} />,
  ];
  const pairs = [all.slice(0, 2), all.slice(2, 4), all.slice(4, 6)];
  const opened = questions.get(search.open ?? '');
  return (
    <div className={classes.page}>
      <AsOfNote asOf={search.as_of} change={change} />
      {strip && (
        <PipelineStrip
          definition={strip.definition}
          params={strip.params}
          open={(measure) => change({ open: STRIP, row: undefined, measure }, false)}
        />
      )}
      <div className={classes.pairs}>
        {pairs.map((pair, at) => (
          <div key={at} className={classes.pair}>
            {pair}
          </div>
        ))}
      </div>
      {opened && search.measure && (
        <OpenedCell
          definition={opened.definition}
          params={opened.params}
          row={search.row}
          measure={search.measure}
          close={() => change({ open: undefined, row: undefined, measure: undefined })}
        />
      )}
    </div>
  );
}
