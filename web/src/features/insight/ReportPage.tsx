import { Menu } from '@mantine/core';
import { IconArrowLeft, IconChartBarOff } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { asProblem } from '@/api/problem';
import { sessionQuery } from '@/api/queries';
import type { Report, ReportCell, ReportDefinition } from '@/api/reports';
import { reportQuery, reportsQuery } from '@/api/reports';
import type { InsightSearch } from '@/features/insight/asked';
import { askedOf, narrowingOf } from '@/features/insight/asked';
import { AsOfNote } from '@/features/insight/AsOfField';
import { OpenedCell } from '@/features/insight/OpenedCell';
import { ReportFigure } from '@/features/insight/ReportFigure';
import { ReportParameters } from '@/features/insight/ReportParameters';
import { useFreshNumbers } from '@/features/insight/use-fresh-numbers';
import { formatInstant, todayIn } from '@/lib/dates';
import { saveFile } from '@/lib/save-file';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { Definition } from '@/ui/Definition';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/insight/Insight.module.css';

/** One report: the question, what it means, what it is asked, its answer, and the deals behind every number. */
export default function ReportPage() {
  const { name } = useParams({ from: '/shell/reports/$name' });
  const t = useT('insight');
  const { data, error, refetch } = useQuery(reportsQuery);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  const definition = data.rows.find((one) => one.name === name);
  if (definition) return <OneReport key={name} definition={definition} />;
  return (
    <EmptyState
      icon={<IconChartBarOff size={24} />}
      title={t('no_such_report')}
      text={t('no_such_report_text', { name })}
      action={<Link to="/reports">{t('all_reports')}</Link>}
    />
  );
}

function OneReport({ definition }: { definition: ReportDefinition }) {
  const t = useT('insight');
  const text = useText();
  const { name } = definition;
  const search = useSearch({ from: '/shell/reports/$name' });
  const navigate = useNavigate();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { workspace } = session;
  const change = useCallback(
    (patch: InsightSearch, replace = true) =>
      void navigate({ to: '/reports/$name', params: { name }, search: (before) => ({ ...before, ...patch }), replace }),
    [navigate, name],
  );
  const params = useMemo(() => {
    const narrowing = narrowingOf(search, workspace.fiscal_year_start_month, todayIn(workspace.time_zone));
    return askedOf(definition, search, narrowing);
  }, [definition, search, workspace]);
  useFreshNumbers(search.as_of !== undefined);
  const open = useCallback(
    (row: ReportCell[], measure: string) => change({ row: JSON.stringify(row), measure }, false),
    [change],
  );
  const { data: answer, error } = useQuery(reportQuery(name, params));
  return (
    <>
      <PageHeader
        title={
          <>
            <Link to="/reports" className={classes.back} aria-label={t('all_reports')}>
              <IconArrowLeft size={18} aria-hidden />
            </Link>
            {text(definition.title)}
            <Definition term={`metric.${name}`} label={text(definition.title)} formula={definition.formula}>
              <span>{text(definition.definition)}</span>
            </Definition>
          </>
        }
      />
      <div className={classes.page}>
        <p className={classes.question}>{text(definition.question)}</p>
        <ReportParameters
          definition={definition}
          search={search}
          change={change}
          currency={workspace.home_currency}
          problem={error ? asProblem(error) : undefined}
        />
        <AsOfNote asOf={search.as_of} change={change} />
        <section className={classes.card}>
          <ReportFigure
            definition={definition}
            params={params}
            height={400}
            view={search.view === 'table' ? 'table' : 'chart'}
            setView={(view) => change({ view: view === 'table' ? view : undefined })}
            open={open}
            downloads={(report) => <Menu.Item onClick={() => saveJson(report)}>JSON</Menu.Item>}
            empty={
              <EmptyState icon={<IconChartBarOff size={24} />} title={t('no_numbers')} text={t('no_numbers_text')} />
            }
          />
        </section>
        {/* Below what may turn out lower than its skeleton: it comes with it rather than moving up. */}
        {(answer || error) && <About definition={definition} answer={answer} />}
      </div>
      {search.measure && (
        <OpenedCell
          definition={definition}
          params={params}
          row={search.row}
          measure={search.measure}
          close={() => change({ row: undefined, measure: undefined })}
        />
      )}
    </>
  );
}

function saveJson(report: Report): void {
  const content = new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' });
  saveFile(content, `${report.report}-${report.as_of.slice(0, 10)}.json`);
}

/** What the number is: definition, formula, version, who answers for it, and the moment it is of. */
function About({ definition, answer }: { definition: ReportDefinition; answer?: Report }) {
  const t = useT('insight');
  const text = useText();
  const locale = useLocale();
  return (
    <section className={classes.about} aria-label={t('definition')}>
      <h2>{t('definition')}</h2>
      <p>{text(definition.definition)}</p>
      <code>{definition.formula}</code>
      <dl>
        <div>
          <dt>{t('decision')}</dt>
          <dd>{text(definition.decision)}</dd>
        </div>
        <div>
          <dt>{t('answers_for_it')}</dt>
          <dd>{text(definition.owner)}</dd>
        </div>
        <div>
          <dt>{t('version')}</dt>
          <dd>{definition.version}</dd>
        </div>
        {answer && (
          <div>
            <dt>{t('as_of')}</dt>
            <dd>
              {formatInstant(answer.as_of, locale)}
              {answer.reconstructed && ` · ${t('reconstructed')}`}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
