import { IconCheck, IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReportCell, ReportParams } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { useSayCell } from '@/features/insight';
import { useMoney } from '@/features/forecast/money';
import type { Step } from '@/features/forecast/waterfall';
import { stepsOf } from '@/features/forecast/waterfall';
import { addDays, formatDate } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import type { ChartSpec, TableTwin } from '@/ui/chart';
import { Chart } from '@/ui/chart';
import { DateField } from '@/ui/DateField';
import { Bone, ErrorState, Late } from '@/ui/states';
import { Term } from '@/ui/Term';
import classes from '@/features/forecast/Forecast.module.css';

interface Props {
  /** Period, later moment and whose deals. */
  question: ReportParams;
  /** The day whose end is the earlier moment. */
  since: string;
  setSince: (day: string | undefined) => void;
  view: 'chart' | 'table';
  setView: (view: 'chart' | 'table') => void;
  open: (row: ReportCell[], measure: string) => void;
}

const HEIGHT = 320;

/** Why the period's pipeline is not what it was: each deal with one reason, exact to the last minor unit. */
export function Waterfall({ question, since, setSince, view, setView, open }: Props) {
  const t = useT('forecast');
  const text = useText();
  const locale = useLocale();
  const sayCell = useSayCell();
  const asked = useMemo(() => ({ ...question, since }), [question, since]);
  const { data, error, isPlaceholderData, refetch } = useQuery(reportQuery('waterfall', asked));
  const money = useMoney(data?.currency ?? 'USD');
  const read = useMemo(() => stepsOf(data?.rows ?? []), [data]);
  const drawn = useMemo(() => {
    const say = (reason: string) => {
      const key = `reasons.${reason}`;
      return t.has(key as 'reasons.new') ? t(key as 'reasons.new') : sayCell('reason', reason);
    };
    const opener = ({ reason, deals }: Step) => (deals > 0 ? () => open([reason], 'deals') : undefined);
    const spec: ChartSpec = {
      kind: 'waterfall',
      unit: 'money',
      bars: read.steps.map((step) => ({
        label: say(step.reason),
        value: step.minor,
        isTotal: step.isTotal,
        // A won deal leaves the pipeline too, but that is no loss.
        tone: step.reason === 'won' ? 'won' : undefined,
        notes: [t('waterfall.deals', { count: step.deals })],
        open: opener(step),
      })),
    };
    const table: TableTwin = {
      columns: (data?.columns ?? []).map(({ name, label, kind }) => ({
        key: name,
        label: text(label),
        unit: kind === 'deals' ? 'whole' : kind === 'money' ? 'money' : 'text',
      })),
      rows: data?.rows ?? [],
      say: (_, value) => say(String(value)),
      open: (at, column) => {
        const row = data?.rows[at];
        return row && column !== 'reason' && row[column] ? () => open([row.reason ?? null], column) : undefined;
      },
    };
    return { spec, table };
  }, [read, data, t, text, sayCell, open]);
  const from = addDays(since, 1);
  const words = { start: money.full(read.start), changes: signed(read.changes, money.full), end: money.full(read.end) };
  return (
    <section className={classes.card} aria-labelledby="waterfall-title">
      <div className={classes.heading}>
        <h2 id="waterfall-title">
          <Term of="waterfall">{t('waterfall.title')}</Term>
        </h2>
        <DateField
          size="xs"
          w={150}
          aria-label={t('waterfall.since')}
          title={t('waterfall.since')}
          value={from}
          max={question.as_of?.slice(0, 10)}
          onChange={(day) => day >= '1990' && setSince(addDays(day, -1))}
        />
        <small>
          {question.as_of
            ? t('waterfall.until', { day: formatDate(question.as_of.slice(0, 10), locale) })
            : t('waterfall.until_now')}
        </small>
      </div>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <div style={{ minHeight: HEIGHT + 70 }}>
          <Late>
            <Bone height={HEIGHT} />
          </Late>
        </div>
      ) : (
        <div data-old={isPlaceholderData || undefined} className={classes.figure}>
          <Chart
            name={t('waterfall.title')}
            summary={t('waterfall.sentence', {
              day: formatDate(from, locale),
              start: money.short(read.start),
              end: money.short(read.end),
            })}
            spec={drawn.spec}
            table={drawn.table}
            currency={data.currency}
            fileName={`waterfall-${data.as_of.slice(0, 10)}`}
            height={HEIGHT}
            view={view}
            setView={setView}
          />
          <p className={classes.sum} data-exact={read.isExact}>
            {read.isExact ? <IconCheck size={15} aria-hidden /> : <IconAlertTriangle size={15} aria-hidden />}
            {t(read.isExact ? 'waterfall.exact' : 'waterfall.inexact', words)}
          </p>
          {data.notes.map(({ code, detail }) => (
            <p key={code} className={classes.note}>
              {text(detail)}
            </p>
          ))}
        </div>
      )}
    </section>
  );
}

const signed = (minor: number, say: (minor: number) => string) => `${minor < 0 ? '−' : '+'} ${say(Math.abs(minor))}`;
