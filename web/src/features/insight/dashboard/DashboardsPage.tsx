import { Button } from '@mantine/core';
import { IconChartBarOff, IconLayoutDashboard, IconPrinter, IconRefresh, IconTargetArrow } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCallback, useMemo } from 'react';
import { api, body } from '@/api/client';
import { sessionQuery } from '@/api/queries';
import type { ReportCell, ReportDefinition } from '@/api/reports';
import { reportsQuery } from '@/api/reports';
import type { InsightSearch } from '@/features/insight/asked';
import { askedOf, narrowingOf } from '@/features/insight/asked';
import { Card } from '@/features/insight/dashboard/Card';
import type { CardSpec } from '@/features/insight/dashboard/cards';
import { CARDS, searchOf } from '@/features/insight/dashboard/cards';
import { PipelineStrip } from '@/features/insight/dashboard/PipelineStrip';
import { Totals } from '@/features/insight/dashboard/Totals';
import { AsOfNote, Filters } from '@/features/insight/Filters';
import { OpenedCell } from '@/features/insight/OpenedCell';
import { ReportFigure } from '@/features/insight/ReportFigure';
import { useFreshNumbers } from '@/features/insight/use-fresh-numbers';
import { usePrintLandscape } from '@/features/insight/use-print-landscape';
import { formatDate, todayIn } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/insight/dashboard/Dashboards.module.css';

const STRIP = 'pipeline';
const HEIGHT = 250;

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
      {pairs.map((pair, at) => (
        <div key={at} className={classes.pair}>
          {pair}
        </div>
      ))}
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

interface Question {
  definition: ReportDefinition;
  params: ReturnType<typeof askedOf>;
  search: InsightSearch;
}

/** What every card asks, by its key; a report the server does not know yet is missing. */
function useQuestions(definitions: ReportDefinition[], search: InsightSearch): Map<string, Question> {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { fiscal_year_start_month, time_zone } = session.workspace;
  return useMemo(() => {
    const today = todayIn(time_zone);
    const ask = (report: string, own: InsightSearch): Question | undefined => {
      const definition = definitions.find(({ name }) => name === report);
      if (!definition) return undefined;
      const params = askedOf(definition, own, narrowingOf(own, fiscal_year_start_month, today));
      return {
        definition,
        params,
        search: { ...own, open: undefined, row: undefined, measure: undefined, tables: undefined },
      };
    };
    const strip = ask('pipeline-summary', {
      ...search,
      by: undefined,
      period: undefined,
      from: undefined,
      to: undefined,
    });
    const questions = new Map<string, Question>(strip && [[STRIP, strip]]);
    for (const card of CARDS) {
      const question = ask(card.report, searchOf(card, search));
      if (question) questions.set(card.key, question);
    }
    return questions;
  }, [definitions, search, fiscal_year_start_month, time_zone]);
}

interface NumbersCardProps {
  card: CardSpec;
  number: number;
  question?: Question;
  view: 'chart' | 'table';
  setView: (view: 'chart' | 'table') => void;
  /** Opens the deals behind a cell; without a row those of all. */
  open: (row: ReportCell[] | undefined, measure: string) => void;
}

function NumbersCard({ card, number, question, view, setView, open }: NumbersCardProps) {
  const t = useT('insight');
  const locale = useLocale();
  const title = t(`cards.${card.key}`);
  if (!question) return <WaitingCard number={number} title={title} text={t('not_yet')} Icon={IconChartBarOff} />;
  const { definition, params, search } = question;
  const days = [params.from, params.to].map((day) => (day ? formatDate(day, locale) : ''));
  return (
    <Card
      number={number}
      title={title}
      period={params.from && days.join(' – ')}
      definition={definition}
      search={search}
    >
      <ReportFigure
        definition={definition}
        params={params}
        name={title}
        height={HEIGHT}
        view={view}
        setView={setView}
        open={open}
        draw={card.draw}
        empty={<EmptyState icon={<IconChartBarOff size={24} />} title={t('no_numbers')} text={t('no_numbers_text')} />}
      />
      {card.totals && (
        <Totals
          definition={definition}
          params={params}
          columns={card.totals}
          open={(measure) => open(undefined, measure)}
          isSmall
        />
      )}
    </Card>
  );
}

interface WaitingProps {
  number: number;
  title: string;
  /** What it waits for. */
  text: string;
  term?: string;
  Icon: typeof IconRefresh;
}

/** A dashboard whose numbers cannot exist yet says what will bring them, rather than showing zeros. */
function WaitingCard({ number, title, text, term, Icon }: WaitingProps) {
  const t = useT('insight');
  return (
    <Card number={number} title={title} term={term}>
      <EmptyState icon={<Icon size={24} />} title={t('waits')} text={text} />
    </Card>
  );
}
