import { Checkbox } from '@mantine/core';
import { IconChartBarOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReportParams, ReportRow } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { useMoney } from '@/features/forecast/money';
import { rangeIn } from '@/features/forecast/rollup';
import type { ForecastSearch } from '@/features/forecast/use-forecast';
import { targetedOf } from '@/features/forecast/use-forecast';
import { formatDate } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import type { ChartSpec } from '@/ui/chart';
import { Chart, useWriter } from '@/ui/chart';
import { Bone, EmptyState, ErrorState, Late } from '@/ui/states';
import { Term } from '@/ui/Term';
import classes from '@/features/forecast/Forecast.module.css';

interface Props {
  /** Period, moment and whose deals. */
  question: ReportParams;
  target: number | null;
  search: ForecastSearch;
  change: (patch: ForecastSearch) => void;
  view: 'chart' | 'table';
  setView: (view: 'chart' | 'table') => void;
  /** Opens the deals that the range rests on. */
  open: () => void;
}

const HEIGHT = 260;

/** What the period may bring, with its odds: never one number alone. */
export function Distribution({ question, target, search, change, view, setView, open }: Props) {
  const t = useT('forecast');
  const text = useText();
  const locale = useLocale();
  const asked = useMemo(
    () => ({ ...question, shock: search.shock, arrivals: search.arrivals }),
    [question, search.shock, search.arrivals],
  );
  const summary = useQuery(reportQuery('forecast', targetedOf(asked, target)));
  const bars = useQuery(reportQuery('forecast', { ...asked, shape: 'histogram' }));
  const row = summary.data?.rows[0];
  const currency = summary.data?.currency ?? 'USD';
  const money = useMoney(currency);
  const write = useWriter(currency);
  const range = rangeIn(row);
  const hit = typeof row?.p_target === 'number' ? row.p_target : null;
  const markers = useMemo(
    () => (range ? markersOf(range, target, t('distribution.target')) : []),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [range?.p10, range?.p50, range?.p90, target, t],
  );
  const spec = useMemo<ChartSpec | null>(
    () =>
      bars.data && bars.data.rows.length > 0
        ? { kind: 'histogram', unit: 'money', bins: binsOf(bars.data.rows), markers }
        : null,
    [bars.data, markers],
  );
  const table = useMemo(
    () => ({
      columns: (bars.data?.columns ?? []).map(({ name, label, kind }) => ({
        key: name,
        label: text(label),
        unit: kind === 'share' ? ('share' as const) : ('money' as const),
      })),
      rows: bars.data?.rows ?? [],
    }),
    [bars.data, text],
  );
  const error = summary.error ?? bars.error;
  const until = question.to ? formatDate(question.to, locale) : '';
  const odds =
    hit === null ? '' : ` ${t('distribution.hit', { target: money.short(target), odds: write.full(hit, 'share') })}`;
  const sentence = range
    ? t('distribution.sentence', {
        until,
        low: money.short(range.p10),
        high: money.short(range.p90),
        middle: money.short(range.p50),
      }) + odds
    : '';
  return (
    <section className={classes.card} aria-labelledby="distribution-title">
      <h2 id="distribution-title">
        <Term of="distribution">{t('distribution.title')}</Term>
      </h2>
      {error && !bars.data ? (
        <ErrorState error={error} retry={() => void Promise.all([summary.refetch(), bars.refetch()])} />
      ) : !range || !bars.data ? (
        <div style={{ minHeight: HEIGHT + 46 }}>
          <Late>
            <Bone height={HEIGHT} />
          </Late>
        </div>
      ) : range.p90 === 0 ? (
        <EmptyState
          icon={<IconChartBarOff size={24} />}
          title={t('distribution.empty')}
          text={t('distribution.empty_text')}
        />
      ) : (
        <div data-old={bars.isPlaceholderData || undefined} className={classes.figure} data-hit={hit ?? undefined}>
          <Chart
            name={t('distribution.title')}
            summary={sentence}
            spec={spec}
            table={table}
            currency={currency}
            fileName={`distribution-${question.to ?? ''}`}
            height={HEIGHT}
            view={view}
            setView={setView}
          />
          <p className={classes.aside}>
            <button type="button" className={classes.link} onClick={open}>
              {t('distribution.open')}
            </button>
          </p>
        </div>
      )}
      <Shock value={Number(search.shock) || 0} set={(shock) => change({ shock: shock ? String(shock) : undefined })} />
      <Checkbox
        size="xs"
        label={t('distribution.arrivals')}
        checked={search.arrivals === 'true'}
        onChange={(event) => change({ arrivals: event.currentTarget.checked ? 'true' : undefined })}
      />
      {(summary.data?.notes ?? []).map(({ code, detail }) => (
        <p key={code} className={classes.note}>
          {text(detail)}
        </p>
      ))}
    </section>
  );
}

function markersOf(range: { p10: number; p50: number; p90: number }, target: number | null, word: string) {
  return [
    { label: 'P10', value: range.p10 },
    { label: 'P50', value: range.p50 },
    { label: 'P90', value: range.p90 },
    ...(target === null ? [] : [{ label: word, value: target, tone: 'danger' as const }]),
  ];
}

const binsOf = (rows: readonly ReportRow[]) =>
  rows.map((row) => ({ from: Number(row.low_minor), to: Number(row.high_minor), value: Number(row.share) }));

const STEPS = 10;

/** How much all deals move together, from not at all to entirely. */
function Shock({ value, set }: { value: number; set: (value: number) => void }) {
  const t = useT('forecast');
  const [held, setHeld] = useState<number | null>(null);
  const shown = held ?? Math.round(value * STEPS);
  const said = shown === 0 ? t('distribution.shock_none') : String(shown / STEPS);
  const settle = () => {
    if (held !== null) set(held / STEPS);
    setHeld(null);
  };
  return (
    <label className={classes.shock} title={t('distribution.shock_help')}>
      <span>{t('distribution.shock')}</span>
      <input
        type="range"
        min={0}
        max={STEPS}
        value={shown}
        aria-valuetext={said}
        onChange={(event) => setHeld(Number(event.currentTarget.value))}
        onPointerUp={settle}
        onKeyUp={settle}
        onBlur={settle}
      />
      <output>{said}</output>
    </label>
  );
}
