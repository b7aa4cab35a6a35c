import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '@/i18n/messages/en';
import { csvOf } from '@/ui/chart/csv';
import { layout } from '@/ui/chart/layout';
import { Plot } from '@/ui/chart/Plot';
import type { ChartSpec } from '@/ui/chart/spec';
import { stepTo } from '@/ui/chart/steps';
import type { ChartWords } from '@/ui/chart/write';
import { writer } from '@/ui/chart/write';

const words = new Proxy({} as ChartWords, {
  get: (_, name) => (name === 'notAvailable' ? 'n/a' : (...values: unknown[]) => [name, ...values].join(' ')),
});
const frame = { width: 600, height: 300, write: writer('en', 'KRW', words) };

describe('a chart', () => {
  it('ends a stacked bar where the sum of its parts is', () => {
    const series = [1, 2].map((row) => ({ key: String(row), label: `s${row}`, data: [{ value: row * 10 }] }));
    const scene = layout(
      { kind: 'bars', unit: 'whole', along: 'names', isStacked: true, categories: ['a'], series },
      frame,
    );
    const [first, second] = scene.rows.map(([mark]) => mark!.hit);
    expect(second!.x).toBeCloseTo(first!.x + first!.width);
    expect(second!.width).toBeCloseTo(2 * first!.width);
  });

  it('says how many bars found no room, and leaves none half drawn', () => {
    const categories = Array.from({ length: 40 }, (_, at) => `Owner ${at}`);
    const series = [{ key: 'n', label: 'n', data: categories.map((_, value) => ({ value })) }];
    const scene = layout({ kind: 'bars', unit: 'whole', along: 'names', categories, series }, frame);
    expect(scene.hidden).toBe(40 - scene.rows[0]!.length);
    for (const { hit } of scene.rows[0]!) expect(hit.y + hit.height).toBeLessThanOrEqual(300);
  });

  it('lets the steps of a waterfall start where the one before ended', () => {
    const bars = [
      { label: 'start', value: 100, isTotal: true },
      { label: 'won', value: -30 },
      { label: 'new', value: 50 },
      { label: 'end', value: 120, isTotal: true },
    ];
    const tops = layout({ kind: 'waterfall', unit: 'whole', bars }, frame).rows[0]!.map(({ shapes }) =>
      shapes.find((shape) => shape.as === 'rect'),
    );
    const [start, won, gained, end] = tops as { y: number; height: number }[];
    expect(won!.y).toBeCloseTo(start!.y);
    expect(gained!.y + gained!.height).toBeCloseTo(won!.y + won!.height);
    expect(end!.y).toBeCloseTo(gained!.y);
  });

  it('keeps an unknown value unknown: no bar, no zero', () => {
    const spec: ChartSpec = {
      kind: 'bars',
      unit: 'share',
      along: 'time',
      categories: ['q1', 'q2'],
      series: [{ key: 'rate', label: 'rate', data: [{ value: null }, { value: 0 }] }],
    };
    const [unknown, zero] = layout(spec, frame).rows[0]!;
    expect(unknown!.value).toBe('n/a');
    expect(unknown!.shapes.some(({ as }) => as === 'rect')).toBe(false);
    expect(zero!.value).toBe('0%');
  });

  it('puts a calibrated point on the diagonal', () => {
    const points = [0.2, 0.8].map((predicted) => ({ predicted, value: predicted, n: 10 }));
    const [low, high] = layout(
      { kind: 'reliability', series: [{ key: 'm', label: 'Model', points }] },
      frame,
    ).rows[0]!.map(({ shapes }) => shapes.find((shape) => shape.as === 'circle') as { cx: number; cy: number });
    expect(high!.cx - low!.cx).toBeCloseTo(low!.cy - high!.cy);
  });

  it('counts coverage as what is open over what is still needed', () => {
    const bars = [{ label: 'all', value: 2400, weighted: 600, target: 800 }];
    const mark = layout({ kind: 'coverage', unit: 'number', bars }, frame).rows[0]![0]!;
    expect(mark.value).toContain('covered 3');
  });
});

describe('stepping', () => {
  it('goes along a row, between rows to the nearest point, and never over the edge', () => {
    const lengths = [3, 2];
    expect(stepTo('ArrowRight', { row: 0, at: 1 }, lengths, false)).toEqual({ row: 0, at: 2 });
    expect(stepTo('ArrowRight', { row: 0, at: 2 }, lengths, false)).toEqual({ row: 0, at: 2 });
    expect(stepTo('ArrowDown', { row: 0, at: 2 }, lengths, false)).toEqual({ row: 1, at: 1 });
    expect(stepTo('x', { row: 0, at: 0 }, lengths, false)).toBeNull();
  });

  it('follows rows downwards where they lie under each other, and by all arrows where there is one row', () => {
    expect(stepTo('ArrowDown', { row: 0, at: 0 }, [3, 3], true)).toEqual({ row: 0, at: 1 });
    expect(stepTo('ArrowDown', { row: 0, at: 0 }, [3], false)).toEqual({ row: 0, at: 1 });
  });
});

describe('the file for a spreadsheet', () => {
  it('disarms formulas in texts and leaves negative numbers numbers', () => {
    const columns = [
      { key: 'owner', label: 'Owner', unit: 'text' as const },
      { key: 'bias', label: 'Bias', unit: 'share' as const },
    ];
    const csv = csvOf({
      columns,
      rows: [
        { owner: '=HYPERLINK("x")', bias: -0.111 },
        { owner: 'Kim, A', bias: null },
      ],
    });
    expect(csv).toBe('\uFEFFowner,bias\r\n"\'=HYPERLINK(""x"")",-0.111\r\n"Kim, A",\r\n');
  });
});

describe('a drawn chart', () => {
  let host: HTMLElement;
  beforeEach(() => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    host = document.body.appendChild(document.createElement('div'));
  });
  afterEach(() => host.remove());

  it('is one stop for Tab; arrows move the focus to the next point and Enter opens it', async () => {
    const open = vi.fn();
    const data = [{ value: 4 }, { value: 12, open }];
    const spec: ChartSpec = {
      kind: 'bars',
      unit: 'whole',
      along: 'time',
      categories: ['Discovery', 'Proposal'],
      series: [{ key: 'n', label: 'Deals', data }],
    };
    const root = createRoot(host);
    await act(async () =>
      root.render(
        <IntlProvider locale="en" messages={en} timeZone="UTC">
          <Plot name="Deals by stage" scene={layout(spec, frame)} width={600} height={300} />
        </IntlProvider>,
      ),
    );
    const stops = () =>
      [...host.querySelectorAll<SVGElement>('[tabindex="0"]')].map((stop) => stop.getAttribute('aria-label'));
    expect(stops()).toEqual(['Discovery: 4']);
    const press = (key: string) =>
      act(async () => {
        const at = host.querySelector('[tabindex="0"]');
        at?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      });
    await press('Enter');
    expect(open).not.toHaveBeenCalled();
    await press('ArrowRight');
    expect(stops()).toEqual(['Proposal: 12']);
    await press('Enter');
    expect(open).toHaveBeenCalledOnce();
    await act(async () => root.unmount());
  });
});
