import { describe, expect, it, vi } from 'vitest';
import type { Report, ReportColumn, ReportRow } from '@/api/reports';
import { askedOf, narrowingOf, rowOf, whereOf } from '@/features/insight/asked';
import { chartOf, tableOf } from '@/features/insight/chart-of';
import { pastEnds, spanOf } from '@/features/insight/periods';
import type { BarsSpec, FunnelSpec, HeatSpec, WaterfallSpec } from '@/ui/chart';

const same = (text: string) => ({ ko: text, en: text });
const column = (name: string, kind: ReportColumn['kind'], is_key = false): ReportColumn => ({
  name,
  kind,
  is_key,
  label: same(name),
});

function answer(columns: ReportColumn[], rows: ReportRow[]): Report {
  const fixed = { report: 'r', version: 1, as_of: '2026-11-22T00:00:00Z', position: 1, reconstructed: false };
  return { ...fixed, currency: 'KRW', columns, rows, summary: null, notes: [] };
}

const open = vi.fn();
const reader = {
  say: (_: string, value: unknown) => String(value ?? '–'),
  label: (one: ReportColumn) => one.name,
  open,
};

describe('the period', () => {
  it('is a fiscal quarter of the year it ends in', () => {
    expect(spanOf('2026-Q1', 4, '2026-11-22')).toEqual({ from: '2025-04-01', to: '2025-06-30' });
    expect(spanOf('2026-Q4', 4, '2026-11-22')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect(spanOf('2026-Q4', 1, '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
  });

  it('is the running quarter or year, whatever month it starts in', () => {
    expect(spanOf('this-quarter', 1, '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(spanOf('this-quarter', 2, '2026-01-15')).toEqual({ from: '2025-11-01', to: '2026-01-31' });
    expect(spanOf('last-quarter', 1, '2026-02-10')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(spanOf('this-year', 4, '2026-03-31')).toEqual({ from: '2025-04-01', to: '2026-03-31' });
    expect(spanOf('2028-02', 1, '2026-01-01')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  });

  it('is nothing when nobody knows it', () => expect(spanOf('soon', 1, '2026-11-22')).toBeNull());
});

describe('the question', () => {
  it('joins team, segment and the own condition, quoting names', () => {
    expect(whereOf({ where: 'pushes > 2 || on_waiver' })).toBe('pushes > 2 || on_waiver');
    expect(whereOf({ team: 'A "B"', segment: 'SMB', where: 'pushes > 2 || on_waiver' })).toBe(
      'team == "A \\"B\\"" && segment == "SMB" && (pushes > 2 || on_waiver)',
    );
    expect(whereOf({})).toBeUndefined();
  });

  it('offers the ends that lie behind, in a fiscal year of one’s own', () => {
    const ends = (startMonth: number, today: string) => pastEnds(startMonth, today).map(({ on }) => on);
    expect(ends(1, '2026-11-22')).toEqual(['2026-11-15', '2026-10-31', '2026-09-30', '2025-12-31']);
    expect(ends(4, '2026-11-23')).toEqual(['2026-11-22', '2026-10-31', '2026-09-30', '2026-03-31']);
  });

  it('counts the period from the moment it is seen from', () => {
    const narrowing = narrowingOf({ period: 'this-quarter', as_of: '2026-02-03T09:00:00Z' }, 1, '2026-11-22');
    expect([narrowing.from, narrowing.to]).toEqual(['2026-01-01', '2026-03-31']);
  });

  it('sends a report only what it can be asked', () => {
    const parameters = [{ name: 'horizon_days', kind: 'days' as const, label: same('h'), choices: [] }];
    const definition = { parameters } as unknown as Parameters<typeof askedOf>[0];
    const search = { horizon_days: '138', view: 'table', row: '[]', by: 'owner' };
    expect(askedOf(definition, search, { by: 'owner' })).toEqual({ horizon_days: '138', by: 'owner' });
  });

  it('reads the key of a row from the address, and nothing from what is none', () => {
    expect(rowOf('["proposal",null]')).toEqual(['proposal', null]);
    expect(rowOf('{"a":1}')).toBeUndefined();
    expect(rowOf('[')).toBeUndefined();
  });
});

describe('a report as a chart', () => {
  const draw = (kind: Parameters<typeof chartOf>[1]['chart']['kind'], y: string[], report: Report, x = '') =>
    chartOf(report, { chart: { kind, x, y } }, reader);

  it('gives the first share its interval, and every number the way to its own deals', () => {
    const columns = [
      column('owner', 'text', true),
      column('won', 'deals'),
      column('rate', 'share'),
      column('low', 'share'),
      column('high', 'share'),
    ];
    const report = answer(columns, [{ owner: 'Kim', won: 3, rate: 0.5, low: 0.2, high: 0.8 }]);
    const spec = draw('bar', ['rate'], report) as BarsSpec;
    expect(spec).toMatchObject({ along: 'names', unit: 'share', categories: ['Kim'] });
    expect(spec.series[0]!.data[0]).toMatchObject({ value: 0.5, low: 0.2, high: 0.8 });
    tableOf(report, reader).open?.(0, 'won')?.();
    expect(open).toHaveBeenLastCalledWith(['Kim'], 'won');
    expect(tableOf(report, reader).open?.(0, 'low')).toBeUndefined();
  });

  it('lets periods run along, one colour for each of what else is cut by', () => {
    const columns = [column('closed_quarter', 'text', true), column('team', 'text', true), column('won', 'deals')];
    const rows = [
      { closed_quarter: '2026-Q1', team: 'A', won: 1 },
      { closed_quarter: '2026-Q2', team: 'A', won: 2 },
      { closed_quarter: '2026-Q2', team: 'B', won: 5 },
    ];
    const spec = draw('stacked', ['won'], answer(columns, rows)) as BarsSpec;
    expect(spec).toMatchObject({ along: 'time', isStacked: true, categories: ['2026-Q1', '2026-Q2'] });
    expect(spec.series.map(({ label, data }) => [label, data.map(({ value }) => value)])).toEqual([
      ['A', [1, 2]],
      ['B', [null, 5]],
    ]);
  });

  it('puts the measures beside each other when nothing tells rows apart', () => {
    const spec = draw(
      'bar',
      ['a', 'b'],
      answer([column('a', 'share'), column('b', 'share')], [{ a: 0.5, b: 0.6 }]),
    ) as BarsSpec;
    expect(spec.categories).toEqual(['a', 'b']);
    expect(spec.series).toHaveLength(1);
  });

  it('stands a waterfall on its first and last row', () => {
    const columns = [column('reason', 'text', true), column('amount_minor', 'money')];
    const rows = ['start', 'won', 'end'].map((reason, at) => ({ reason, amount_minor: [100, -40, 60][at]! }));
    const spec = draw('waterfall', ['amount_minor'], answer(columns, rows)) as WaterfallSpec;
    expect(spec.bars.map(({ isTotal }) => isTotal)).toEqual([true, false, true]);
  });

  it('draws a funnel with the share that passed, and a grid by its two keys', () => {
    const stages = [column('stage', 'text', true), column('entered', 'deals'), column('conversion', 'share')];
    const funnel = draw(
      'funnel',
      ['conversion'],
      answer(stages, [{ stage: 'discovery', entered: 9, conversion: 0.4 }]),
    );
    expect((funnel as FunnelSpec).stages[0]).toMatchObject({ label: 'discovery', value: 9, share: 0.4 });
    const heat = draw(
      'heat',
      ['days'],
      answer(
        [column('stage', 'text', true), column('owner', 'text', true), column('days', 'days')],
        [{ stage: 's', owner: 'Kim', days: 12 }],
      ),
    ) as HeatSpec;
    expect(heat).toMatchObject({ columns: ['Kim'], rows: [{ label: 's', cells: [{ value: 12 }] }] });
  });

  it('is only a table when it is not to be drawn, or there is nothing', () => {
    const columns = [column('owner', 'text', true), column('won', 'deals')];
    expect(draw('none', ['won'], answer(columns, [{ owner: 'Kim', won: 1 }]))).toBeNull();
    expect(draw('bar', ['won'], answer(columns, []))).toBeNull();
  });
});
