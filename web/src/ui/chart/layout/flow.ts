import { scaleBand } from 'd3-scale';
import {
  leftAxis,
  namesBelow,
  namesLeft,
  bottomAxis,
  roomForNames,
  ticksOf,
  valueScale,
  widest,
} from '@/ui/chart/layout/axes';
import type { FunnelSpec, WaterfallSpec } from '@/ui/chart/spec';
import type { Box, Frame, Mark, Scene, Shape } from '@/ui/chart/scene';
import { line, textWidth } from '@/ui/chart/scene';

/** Stages under each other; the hatched part of a bar is what has not moved on. */
export function funnel({ unit, stages }: FunnelSpec, { width, height, write }: Frame): Scene {
  const labels = stages.map(({ label }) => label);
  const names = roomForNames(labels, width);
  const texts = stages.map(({ value, share }) =>
    [write.short(value, unit), typeof share === 'number' ? write.short(share, 'share') : '']
      .filter(Boolean)
      .join(' · '),
  );
  const plot: Box = {
    x: names + 10,
    y: 4,
    width: Math.max(40, width - names - 20 - widest(texts) * 1.06),
    height: height - 8,
  };
  const scale = valueScale(
    stages.map(({ value }) => value),
    [plot.x, plot.x + plot.width],
    false,
  );
  const band = scaleBand<number>(
    stages.map((_, at) => at),
    [plot.y, plot.y + plot.height],
  ).padding(0.24);
  const thickness = Math.min(band.bandwidth(), 34);
  const marks = stages.map((stage, at): Mark => {
    const y = (band(at) ?? 0) + (band.bandwidth() - thickness) / 2;
    const value = stage.value ?? 0;
    const end = scale(value);
    const passed = scale(value * (stage.share ?? 1));
    const shapes: Shape[] = [
      {
        as: 'rect',
        x: plot.x,
        y,
        width: Math.max(1, end - plot.x),
        height: thickness,
        fill: { tone: 'chart-1', pattern: 'diagonal' },
        radius: 2,
      },
      {
        as: 'rect',
        x: plot.x,
        y,
        width: Math.max(1, passed - plot.x),
        height: thickness,
        fill: { tone: 'chart-1' },
        radius: 2,
      },
      { as: 'text', x: end + 7, y: y + thickness / 2 + 4, text: texts[at] ?? '', anchor: 'start', isStrong: true },
    ];
    const { share, low, high } = stage;
    const notes = [...(stage.notes ?? [])];
    if (typeof low === 'number' && typeof high === 'number')
      notes.unshift(write.words.interval(write.full(low, 'share'), write.full(high, 'share')));
    if (typeof share === 'number') notes.unshift(write.words.movedOn(write.full(share, 'share')));
    return {
      key: String(at),
      shapes,
      hit: { x: plot.x, y, width: plot.width, height: thickness },
      label: stage.label,
      value: write.full(stage.value, unit),
      notes,
      open: stage.open,
    };
  });
  const hasShares = stages.some(({ share }) => typeof share === 'number');
  return {
    back: [
      line(plot.x, plot.y, plot.x, plot.y + plot.height, 'line-strong'),
      ...namesLeft(labels, (at) => (band(at) ?? 0) + band.bandwidth() / 2, names, plot.x - 8),
    ],
    rows: [marks],
    front: [],
    isDown: true,
    legend: hasShares
      ? [
          { key: 'passed', label: write.words.passed, paint: { tone: 'chart-1' } },
          { key: 'stayed', label: write.words.stayed, paint: { tone: 'chart-1', pattern: 'diagonal' } },
        ]
      : [],
    hidden: 0,
  };
}

/** Totals from the ground, changes from where the one before ended. Columns where they fit, rows where not. */
export function waterfall({ unit, bars }: WaterfallSpec, { width, height, write }: Frame): Scene {
  const isDown = width < bars.length * 62;
  let level = 0;
  const spans = bars.map(({ value, isTotal }) => {
    const from = isTotal ? 0 : level;
    level = from + (value ?? 0);
    return { from, to: level };
  });
  const reached = spans.flatMap(({ from, to }) => [from, to]);
  const labels = bars.map(({ label }) => label);
  const texts = bars.map(
    ({ value, isTotal }) => (isTotal || !value || value < 0 ? '' : '+') + write.short(value, unit),
  );
  const axisRoom = widest(ticksOf(valueScale(reached, [0, 1]), unit, write).map(({ text }) => text));
  const names = isDown ? roomForNames(labels, width) : 0;
  const plot: Box = isDown
    ? { x: names + 10, y: 4, width: Math.max(40, width - names - 18 - widest(texts)), height: height - 28 }
    : { x: axisRoom + 12, y: 18, width: width - axisRoom - 16, height: height - 44 };
  const scale = valueScale(reached, isDown ? [plot.x, plot.x + plot.width] : [plot.y + plot.height, plot.y]);
  const band = scaleBand<number>(
    bars.map((_, at) => at),
    isDown ? [plot.y, plot.y + plot.height] : [plot.x, plot.x + plot.width],
  ).padding(0.28);
  const thickness = Math.min(band.bandwidth(), isDown ? 26 : 72);
  const marks = bars.map((bar, at): Mark => {
    const { from, to } = spans[at] ?? { from: 0, to: 0 };
    const [a, b] = [scale(from), scale(to)].sort((one, other) => one - other) as [number, number];
    const start = (band(at) ?? 0) + (band.bandwidth() - thickness) / 2;
    const box: Box = isDown
      ? { x: a, y: start, width: Math.max(b - a, 1.5), height: thickness }
      : { x: start, y: a, width: thickness, height: Math.max(b - a, 1.5) };
    const text = texts[at] ?? '';
    const isGain = (bar.value ?? 0) >= 0;
    const shapes: Shape[] = [
      {
        as: 'rect',
        ...box,
        radius: 2,
        fill: bar.isTotal
          ? { tone: 'chart-1' }
          : isGain
            ? { tone: bar.tone ?? 'won', pattern: 'vertical' }
            : { tone: bar.tone ?? 'danger', pattern: 'diagonal' },
      },
    ];
    if (isDown)
      shapes.push({ as: 'text', x: b + 6, y: start + thickness / 2 + 4, text, anchor: 'start', isStrong: true });
    else if (textWidth(text) <= band.step() + 6)
      shapes.push({ as: 'text', x: start + thickness / 2, y: a - 5, text, anchor: 'middle', isStrong: true });
    if (at < bars.length - 1) {
      const next = (band(at + 1) ?? 0) + (band.bandwidth() - thickness) / 2;
      const edge = scale(to);
      shapes.push(
        isDown
          ? line(edge, start + thickness, edge, next, 'line-strong')
          : line(start + thickness, edge, next, edge, 'line-strong'),
      );
    }
    return {
      key: String(at),
      shapes,
      hit: isDown
        ? { x: plot.x, y: start, width: plot.width, height: thickness }
        : { x: start, y: plot.y, width: thickness, height: plot.height },
      label: bar.label,
      value: (bar.isTotal || !isGain || !bar.value ? '' : '+') + write.full(bar.value, unit),
      notes: bar.notes ?? [],
      open: bar.open,
    };
  });
  const middle = (at: number) => (band(at) ?? 0) + band.bandwidth() / 2;
  return {
    back: isDown
      ? [...bottomAxis(scale, unit, write, plot), ...namesLeft(labels, middle, names, plot.x - 8)]
      : [...leftAxis(scale, unit, write, plot), ...namesBelow(labels, middle, band.step(), plot.y + plot.height + 17)],
    rows: [marks],
    front: [],
    isDown,
    legend: [],
    hidden: 0,
  };
}
