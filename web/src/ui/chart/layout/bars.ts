import { scaleBand } from 'd3-scale';
import {
  bottomAxis,
  leftAxis,
  namesBelow,
  namesLeft,
  reach,
  roomForNames,
  ticksOf,
  valueScale,
  widest,
} from '@/ui/chart/layout/axes';
import type { BarsSpec, Datum } from '@/ui/chart/spec';
import type { Box, Frame, Mark, Scene, Shape } from '@/ui/chart/scene';
import { line, paintOf, textWidth, whisker } from '@/ui/chart/scene';

/** The least a bar is thick, with the air around it. */
const BAND = 21;

/** Bars, side by side or stacked, as columns of periods or as rows of names. */
export function bars(spec: BarsSpec, { width, height, write }: Frame): Scene {
  const { unit, series, isStacked = false, reference } = spec;
  const isDown = spec.along === 'names';
  const room = isDown
    ? Math.floor((height - 26) / (BAND * (isStacked ? 1 : Math.max(1, series.length * 0.7))))
    : Infinity;
  const categories = spec.categories.slice(0, Math.max(1, room));
  const stacks = categories.map((_, at) => sum(series.map(({ data }) => Math.max(0, data[at]?.value ?? 0))));
  const values = isStacked ? stacks : series.flatMap(({ data }) => data.slice(0, categories.length).flatMap(reach));
  const reached = [...values, reference?.value];

  const axisRoom = widest(ticksOf(valueScale(reached, [0, 1]), unit, write).map(({ text }) => text));
  const endRoom = widest(values.map((value) => write.short(value, unit))) + 10;
  const names = isDown ? roomForNames(categories, width) : 0;
  const plot: Box = isDown
    ? { x: names + 10, y: 4, width: Math.max(40, width - names - 10 - endRoom), height: height - 28 }
    : { x: axisRoom + 12, y: 16, width: width - axisRoom - 16, height: height - 42 };
  const scale = valueScale(reached, isDown ? [plot.x, plot.x + plot.width] : [plot.y + plot.height, plot.y]);
  const band = scaleBand<number>(
    categories.map((_, at) => at),
    isDown ? [plot.y, plot.y + plot.height] : [plot.x, plot.x + plot.width],
  ).padding(isDown ? 0.26 : 0.3);
  const lane = isStacked ? band.bandwidth() : band.bandwidth() / Math.max(1, series.length);
  const thickness = Math.min(lane, isDown ? 26 : 64);
  const start = (at: number, row: number) => (band(at) ?? 0) + (isStacked ? 0 : row * lane) + (lane - thickness) / 2;
  const middle = (at: number) => (band(at) ?? 0) + band.bandwidth() / 2;

  const box = (from: number, low: number, high: number): Box => {
    const [a, b] = [scale(low), scale(high)].sort((one, other) => one - other) as [number, number];
    return isDown
      ? { x: a, y: from, width: Math.max(b - a, 1), height: thickness }
      : { x: from, y: a, width: thickness, height: Math.max(b - a, 1) };
  };
  const below = categories.map(() => 0);
  const mark = (datum: Datum, at: number, row: number): Mark => {
    const from = start(at, row);
    const base = isStacked ? (below[at] ?? 0) : 0;
    const value = datum.value ?? 0;
    below[at] = base + Math.max(0, value);
    const shapes: Shape[] = [];
    if (datum.value !== null)
      shapes.push({ as: 'rect', ...box(from, base, base + value), fill: paintOf(row, series[row]?.tone), radius: 2 });
    const { low, high } = datum;
    const hasInterval = typeof low === 'number' && typeof high === 'number';
    if (hasInterval && !isStacked) shapes.push(...whisker(from + thickness / 2, scale(low), scale(high), isDown));
    const end = scale(Math.max(hasInterval ? high : value, value, 0));
    const text = write.short(datum.value, unit);
    const isLast = row === series.length - 1;
    const whole = isStacked ? (isLast ? write.short(stacks[at], unit) : null) : text;
    if (whole !== null && isDown && thickness >= 10)
      shapes.push({
        as: 'text',
        x: (isStacked ? scale(stacks[at] ?? 0) : end) + 6,
        y: from + thickness / 2 + 4,
        text: whole,
        anchor: 'start',
        isStrong: true,
      });
    if (whole !== null && !isDown && thickness >= textWidth(whole) - 8)
      shapes.push({
        as: 'text',
        x: from + thickness / 2,
        y: (isStacked ? scale(stacks[at] ?? 0) : end) - 5,
        text: whole,
        anchor: 'middle',
        isStrong: true,
      });
    const seen = isStacked ? box(from, base, base + value) : null;
    const hit = seen
      ? seen
      : isDown
        ? { x: plot.x, y: (band(at) ?? 0) + row * lane, width: plot.width, height: lane }
        : { x: (band(at) ?? 0) + row * lane, y: plot.y, width: lane, height: plot.height };
    const notes = [...(datum.notes ?? [])];
    if (hasInterval) notes.unshift(write.words.interval(write.full(low, unit), write.full(high, unit)));
    const name = categories[at] ?? '';
    return {
      key: `${row}:${at}`,
      shapes,
      hit,
      label: series.length > 1 ? `${name}, ${series[row]?.label ?? ''}` : name,
      value: write.full(datum.value, unit),
      notes,
      open: datum.open,
    };
  };
  const rows = series.map(({ data }, row) => data.slice(0, categories.length).map((datum, at) => mark(datum, at, row)));
  const front: Shape[] = [];
  if (reference) {
    const at = scale(reference.value);
    front.push(
      isDown
        ? line(at, plot.y, at, plot.y + plot.height, 'ink', '4 3')
        : line(plot.x, at, plot.x + plot.width, at, 'ink', '4 3'),
      {
        as: 'text',
        x: isDown ? at : plot.x + plot.width,
        y: isDown ? plot.y + 8 : at - 5,
        text: reference.label,
        anchor: 'end',
        tone: 'ink-2',
      },
    );
  }
  return {
    back: isDown
      ? [...bottomAxis(scale, unit, write, plot), ...namesLeft(categories, middle, names, plot.x - 8)]
      : [
          ...leftAxis(scale, unit, write, plot),
          ...namesBelow(categories, middle, band.step(), plot.y + plot.height + 17),
        ],
    rows,
    front,
    isDown,
    legend:
      series.length > 1 ? series.map(({ key, label, tone }, at) => ({ key, label, paint: paintOf(at, tone) })) : [],
    hidden: spec.categories.length - categories.length,
  };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
