import { scaleLinear } from 'd3-scale';
import { bottomAxis, leftAxis, valueScale } from '@/ui/chart/layout/axes';
import type { HistogramSpec, ReliabilitySpec } from '@/ui/chart/spec';
import type { Box, Frame, Mark, Scene, Shape } from '@/ui/chart/scene';
import { line, paintOf, textWidth, whisker } from '@/ui/chart/scene';

/** How likely each range of outcomes is. Markers carry their names above the bars, so that none relies on colour. */
export function histogram({ unit, bins, markers }: HistogramSpec, { width, height, write }: Frame): Scene {
  const low = Math.min(...bins.map(({ from }) => from), ...markers.map(({ value }) => value));
  const high = Math.max(...bins.map(({ to }) => to), ...markers.map(({ value }) => value));
  const lanes = 3;
  const plot: Box = { x: 46, y: 8 + lanes * 15, width: width - 66, height: height - 36 - lanes * 15 };
  const across = scaleLinear([low, high === low ? low + 1 : high], [plot.x, plot.x + plot.width]);
  const upward = valueScale(
    bins.map(({ value }) => value),
    [plot.y + plot.height, plot.y],
  );
  const marks = bins.map((bin, at): Mark => {
    const [left, right] = [across(bin.from), across(bin.to)];
    const top = upward(bin.value ?? 0);
    const wide = Math.max(1, right - left - 1);
    return {
      key: String(at),
      shapes: [
        {
          as: 'rect',
          x: left,
          y: top,
          width: wide,
          height: Math.max(0.5, plot.y + plot.height - top),
          fill: { tone: 'chart-3', strength: 0.7 },
        },
      ],
      hit: { x: left, y: plot.y, width: wide, height: plot.height },
      label: write.words.between(write.short(bin.from, unit), write.short(bin.to, unit)),
      value: write.full(bin.value, 'share'),
      notes: bin.notes ?? [],
      open: bin.open,
    };
  });
  const front = markers
    .toSorted((one, other) => one.value - other.value)
    .flatMap(({ label, value, tone = 'ink' }, at): Shape[] => {
      const x = across(value);
      const y = 12 + (at % lanes) * 15;
      const text = `${label} ${write.short(value, unit)}`;
      const fitsRight = x + textWidth(text) + 6 < width;
      return [
        line(x, y + 4, x, plot.y + plot.height, tone, at % 2 ? '5 3' : undefined),
        {
          as: 'text',
          x: x + (fitsRight ? 4 : -4),
          y: y + 4,
          text,
          anchor: fitsRight ? 'start' : 'end',
          tone,
          isStrong: true,
        },
      ];
    });
  const back = [...leftAxis(upward, 'share', write, plot), ...bottomAxis(across, unit, write, plot)];
  return { back, rows: [marks], front, isDown: false, legend: [], hidden: 0 };
}

/** Forecast probability against what came true, with the diagonal of a calibrated forecast. */
export function reliability({ series }: ReliabilitySpec, { width, height, write }: Frame): Scene {
  const side = Math.min(width - 70, height - 56);
  const plot: Box = { x: Math.max(52, (width - side) / 2), y: 10, width: side, height: side };
  const across = scaleLinear([0, 1], [plot.x, plot.x + plot.width]);
  const upward = scaleLinear([0, 1], [plot.y + plot.height, plot.y]);
  const most = Math.max(1, ...series.flatMap(({ points }) => points.map(({ n }) => n)));
  const rows = series.map(({ key, label, points }, row) =>
    points.map((point, at): Mark => {
      const x = across(point.predicted);
      const y = upward(point.value ?? 0);
      const { low, high } = point;
      const shapes: Shape[] = [];
      const notes = [write.words.count(point.n), ...(point.notes ?? [])];
      if (typeof low === 'number' && typeof high === 'number') {
        shapes.push(...whisker(x, upward(low), upward(high), false));
        notes.unshift(write.words.interval(write.full(low, 'share'), write.full(high, 'share')));
      }
      if (point.value !== null)
        shapes.push({
          as: 'circle',
          cx: x,
          cy: y,
          r: 4 + 6 * Math.sqrt(point.n / most),
          fill: paintOf(row),
          stroke: { tone: 'surface' },
        });
      const predicted = `${write.words.predicted} ${write.full(point.predicted, 'share')}`;
      return {
        key: `${key}:${at}`,
        shapes,
        hit: { x: x - 13, y: y - 13, width: 26, height: 26 },
        label: series.length > 1 ? `${label}, ${predicted}` : predicted,
        value: `${write.words.observed} ${write.full(point.value, 'share')}`,
        notes,
        open: point.open,
      };
    }),
  );
  return {
    back: [
      ...leftAxis(upward, 'share', write, plot),
      ...bottomAxis(across, 'share', write, plot),
      line(across(0), upward(0), across(1), upward(1), 'ink-3', '5 4'),
      // Points crowd along the diagonal; the corner below it stays free.
      {
        as: 'text',
        x: across(0.99),
        y: upward(0.03),
        text: `- - ${write.words.perfect}`,
        anchor: 'end',
        tone: 'ink-3',
      },
      {
        as: 'text',
        x: plot.x + side / 2,
        y: plot.y + side + 34,
        text: write.words.predicted,
        anchor: 'middle',
        tone: 'ink-2',
      },
      { as: 'text', x: plot.x + 4, y: plot.y + 10, text: write.words.observed, anchor: 'start', tone: 'ink-2' },
    ],
    rows,
    front: [],
    isDown: false,
    legend: series.length > 1 ? series.map(({ key, label }, at) => ({ key, label, paint: paintOf(at) })) : [],
    hidden: 0,
  };
}
