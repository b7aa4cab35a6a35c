import { useState } from 'react';
import type { Replay } from '@/api/replay';
import type { ReportCell, ReportRow } from '@/api/reports';
import type { OpenCell } from '@/features/workshop/ReplayResult';
import { useT, useText } from '@/lib/use-locale';
import type { ChartSpec, TableTwin, Unit } from '@/ui/chart';
import { Chart } from '@/ui/chart';

interface Props {
  replay: Replay;
  open: OpenCell;
}

const whole = (row: ReportRow, name: string) => (typeof row[name] === 'number' ? row[name] : 0);
const share = (row: ReportRow, name: string) => (typeof row[name] === 'number' ? row[name] : null);
const keyOf = (row: ReportRow): ReportCell[] => [row.pipeline ?? null, row.stage ?? null];

/** What a stage is called, by the draft that judged. */
export function useStageName(replay: Replay) {
  const text = useText();
  return (row: ReportRow) => {
    const stage = replay.stage_names.find(({ pipeline, key }) => pipeline === row.pipeline && key === row.stage);
    return stage ? text(stage.name) : String(row.stage ?? '');
  };
}

/** The stages table with every number that opens to its deals. */
function useTwin(replay: Replay, names: readonly string[], open: OpenCell): TableTwin {
  const text = useText();
  const nameOf = useStageName(replay);
  const { columns, rows } = replay.stages;
  const counts = new Set(columns.filter(({ kind }) => kind === 'deals').map(({ name }) => name));
  return {
    columns: names.flatMap((name) => {
      const column = columns.find((one) => one.name === name);
      if (!column) return [];
      return [
        { key: name, label: text(column.label), unit: (column.kind === 'deals' ? 'whole' : column.kind) as Unit },
      ];
    }),
    rows: rows.map((row) => ({ ...row, stage: nameOf(row) })),
    open: (index, column) => {
      const row = rows[index];
      if (!row || !counts.has(column) || whole(row, column) === 0) return undefined;
      return () => open('stages', keyOf(row), column, nameOf(row));
    },
  };
}

const OUTCOMES = [
  { key: 'stopped_lost', tone: 'lost' },
  { key: 'stopped_won', tone: 'won' },
  { key: 'stopped_open', tone: 'ink-3' },
] as const;

const STOP_COLUMNS = [
  'stage',
  'moves',
  'passed',
  'stopped',
  'unjudged',
  'stopped_lost',
  'stopped_won',
  'stopped_open',
  'passed_later',
  'never',
  'wait_days',
  'win_rate',
  'win_rate_passed',
];

/** Where moves would have been stopped, by what became of the deals. */
export function Stops({ replay, open }: Props) {
  const t = useT('workshop');
  const nameOf = useStageName(replay);
  const [isTable, setTable] = useState(false);
  const table = useTwin(replay, STOP_COLUMNS, open);
  const rows = replay.stages.rows;
  const total = rows.reduce((sum, row) => sum + whole(row, 'stopped'), 0);
  const worst = rows.toSorted((a, b) => whole(b, 'stopped') - whole(a, 'stopped'))[0];
  const spec: ChartSpec = {
    kind: 'bars',
    unit: 'whole',
    along: 'names',
    isStacked: true,
    categories: rows.map(nameOf),
    series: OUTCOMES.map(({ key, tone }) => ({
      key,
      label: t(`replay.outcomes.${key}`),
      tone,
      data: rows.map((row) => ({
        value: whole(row, key),
        open: whole(row, key) > 0 ? () => open('stages', keyOf(row), key, nameOf(row)) : undefined,
      })),
    })),
  };
  return (
    <section aria-labelledby="replay-stops">
      <h3 id="replay-stops">{t('replay.stops')}</h3>
      <Chart
        name={t('replay.stops')}
        summary={
          total === 0 || !worst
            ? t('replay.stops_none')
            : t('replay.stops_text', {
                stage: nameOf(worst),
                stopped: whole(worst, 'stopped'),
                moves: whole(worst, 'moves') - whole(worst, 'unjudged'),
              })
        }
        spec={total > 0 ? spec : null}
        table={table}
        currency="USD"
        fileName="replay-stops"
        height={Math.max(110, 60 + rows.length * 38)}
        view={isTable ? 'table' : 'chart'}
        setView={(view) => setTable(view === 'table')}
      />
    </section>
  );
}

const CONVERSION_COLUMNS = [
  'stage',
  'entered',
  'went_on',
  'conversion',
  'conversion_low',
  'conversion_high',
  'entered_replayed',
  'went_on_replayed',
  'conversion_replayed',
  'conversion_replayed_low',
  'conversion_replayed_high',
];

/** How many went on from each stage, as it was and as it would have been. */
export function Conversions({ replay, open }: Props) {
  const t = useT('workshop');
  const nameOf = useStageName(replay);
  const [isTable, setTable] = useState(false);
  const table = useTwin(replay, CONVERSION_COLUMNS, open);
  const rows = replay.stages.rows.filter((row) => whole(row, 'entered') > 0);
  const series = (name: 'conversion' | 'conversion_replayed', count: string, tone: 'ink-3' | 'chart-1') => ({
    key: name,
    label: t(name === 'conversion' ? 'replay.as_was' : 'replay.replayed'),
    tone,
    data: rows.map((row) => ({
      value: share(row, name),
      low: share(row, `${name}_low`),
      high: share(row, `${name}_high`),
      notes: [t('replay.of_deals', { count: whole(row, count) })],
      open: whole(row, count) > 0 ? () => open('stages', keyOf(row), count, nameOf(row)) : undefined,
    })),
  });
  const fallen = rows
    .map((row) => ({ row, by: (share(row, 'conversion') ?? 0) - (share(row, 'conversion_replayed') ?? 0) }))
    .toSorted((a, b) => b.by - a.by)[0];
  const spec: ChartSpec = {
    kind: 'bars',
    unit: 'share',
    along: 'names',
    categories: rows.map(nameOf),
    series: [series('conversion', 'entered', 'ink-3'), series('conversion_replayed', 'entered_replayed', 'chart-1')],
  };
  const percent = (value: number | null) => `${Math.round((value ?? 0) * 100)}%`;
  return (
    <section aria-labelledby="replay-conversion">
      <h3 id="replay-conversion">{t('replay.conversion')}</h3>
      <Chart
        name={t('replay.conversion')}
        summary={
          fallen && fallen.by > 0.0005
            ? t('replay.conversion_text', {
                stage: nameOf(fallen.row),
                was: percent(share(fallen.row, 'conversion')),
                would_be: percent(share(fallen.row, 'conversion_replayed')),
              })
            : t('replay.conversion_same')
        }
        spec={rows.length > 0 ? spec : null}
        table={table}
        currency="USD"
        fileName="replay-conversion"
        height={Math.max(110, 60 + rows.length * 50)}
        view={isTable ? 'table' : 'chart'}
        setView={(view) => setTable(view === 'table')}
      />
    </section>
  );
}
