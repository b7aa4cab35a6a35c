import { scaleBand } from 'd3-scale';
import { namesLeft, roomForNames, valueScale, widest } from '@/ui/chart/layout/axes';
import type { CoverageSpec, HeatSpec } from '@/ui/chart/spec';
import type { Box, Frame, Mark, Scene, Shape } from '@/ui/chart/scene';
import { fit, textWidth } from '@/ui/chart/scene';

/** Two dimensions as a grid; the deeper the colour the more, and every cell that has room says its number. */
export function heat(spec: HeatSpec, { width, height, write }: Frame): Scene {
  const { unit, columns } = spec;
  const shown = spec.rows.slice(0, Math.max(1, Math.floor((height - 26) / 20)));
  const names = roomForNames(
    shown.map(({ label }) => label),
    width,
  );
  const plot: Box = { x: names + 10, y: 24, width: width - names - 12, height: height - 28 };
  const across = scaleBand<number>(
    columns.map((_, at) => at),
    [plot.x, plot.x + plot.width],
  ).padding(0.04);
  const down = scaleBand<number>(
    shown.map((_, at) => at),
    [plot.y, plot.y + Math.min(plot.height, shown.length * 46)],
  ).padding(0.05);
  const most = Math.max(1e-9, ...shown.flatMap(({ cells }) => cells.map(({ value }) => Math.abs(value ?? 0))));
  const marks = shown.map(({ label, cells }, row) =>
    cells.map((cell, at): Mark => {
      const box: Box = { x: across(at) ?? 0, y: down(row) ?? 0, width: across.bandwidth(), height: down.bandwidth() };
      const strength = cell.value === null ? 0 : 0.07 + 0.93 * (Math.abs(cell.value) / most);
      const text = cell.value === null ? '–' : write.short(cell.value, unit);
      const shapes: Shape[] = [{ as: 'rect', ...box, radius: 3, fill: { tone: 'chart-heat', strength } }];
      if (textWidth(text) < box.width - 2 && box.height >= 14)
        shapes.push({
          as: 'text',
          x: box.x + box.width / 2,
          y: box.y + box.height / 2 + 4,
          text,
          anchor: 'middle',
          tone: 'ink',
        });
      return {
        key: `${row}:${at}`,
        shapes,
        hit: box,
        label: `${label}, ${columns[at] ?? ''}`,
        value: write.full(cell.value, unit),
        notes: cell.notes ?? [],
        open: cell.open,
      };
    }),
  );
  return {
    back: [
      ...namesLeft(
        shown.map(({ label }) => label),
        (at) => (down(at) ?? 0) + down.bandwidth() / 2,
        names,
        plot.x - 8,
      ),
      ...columns.map((column, at) => ({
        as: 'text' as const,
        x: (across(at) ?? 0) + across.bandwidth() / 2,
        y: 14,
        text: fit(column, across.step() - 4),
        anchor: 'middle' as const,
      })),
    ],
    rows: marks,
    front: [],
    isDown: false,
    legend: [],
    hidden: spec.rows.length - shown.length,
  };
}

/** Per name a bar of what is there, its weighted part inside, and a post where the need is met. */
export function coverage(spec: CoverageSpec, { width, height, write }: Frame): Scene {
  const { unit } = spec;
  const bars = spec.bars.slice(0, Math.max(1, Math.floor(height / 30)));
  const names = roomForNames(
    bars.map(({ label }) => label),
    width,
  );
  const times = ({ value, target }: CoverageSpec['bars'][number]) =>
    value === null || !target || target <= 0 ? null : value / target;
  const texts = bars.map((bar) => {
    const ratio = times(bar);
    return ratio === null ? write.short(bar.value, unit) : `${write.short(ratio, 'number')}×`;
  });
  const plot: Box = {
    x: names + 10,
    y: 4,
    width: Math.max(40, width - names - 24 - widest(texts)),
    height: height - 8,
  };
  const scale = valueScale(
    bars.flatMap(({ value, target }) => [value, target]),
    [plot.x, plot.x + plot.width],
    false,
  );
  const band = scaleBand<number>(
    bars.map((_, at) => at),
    [plot.y, plot.y + Math.min(plot.height, bars.length * 56)],
  ).padding(0.3);
  const thickness = Math.min(band.bandwidth(), 26);
  const marks = bars.map((bar, at): Mark => {
    const y = (band(at) ?? 0) + (band.bandwidth() - thickness) / 2;
    const end = scale(bar.value ?? 0);
    const shapes: Shape[] = [
      {
        as: 'rect',
        x: plot.x,
        y,
        width: plot.width,
        height: thickness,
        fill: { tone: 'line', strength: 0.5 },
        radius: 4,
      },
      {
        as: 'rect',
        x: plot.x,
        y,
        width: Math.max(1, end - plot.x),
        height: thickness,
        fill: { tone: 'chart-1', pattern: 'diagonal' },
        radius: 4,
      },
    ];
    const notes = [...(bar.notes ?? [])];
    if (typeof bar.weighted === 'number') {
      shapes.push({
        as: 'rect',
        x: plot.x,
        y: y + thickness * 0.28,
        width: Math.max(1, scale(bar.weighted) - plot.x),
        height: thickness * 0.44,
        fill: { tone: 'chart-1' },
        radius: 2,
      });
      notes.unshift(`${write.words.weighted} ${write.full(bar.weighted, unit)}`);
    }
    if (bar.target !== null && bar.target > 0) {
      const x = scale(bar.target);
      shapes.push({ as: 'path', d: `M${x},${y - 4}V${y + thickness + 4}`, stroke: { tone: 'ink' }, weight: 2.5 });
      notes.unshift(`${write.words.needed} ${write.full(bar.target, unit)}`);
    }
    shapes.push({
      as: 'text',
      x: plot.x + plot.width + 8,
      y: y + thickness / 2 + 4,
      text: texts[at] ?? '',
      anchor: 'start',
      isStrong: true,
    });
    const ratio = times(bar);
    return {
      key: String(at),
      shapes,
      hit: { x: plot.x, y, width: plot.width, height: thickness },
      label: bar.label,
      value:
        ratio === null
          ? write.full(bar.value, unit)
          : `${write.full(bar.value, unit)}, ${write.words.covered(write.full(ratio, 'number'))}`,
      notes,
      open: bar.open,
    };
  });
  return {
    back: namesLeft(
      bars.map(({ label }) => label),
      (at) => (band(at) ?? 0) + band.bandwidth() / 2,
      names,
      plot.x - 8,
    ),
    rows: [marks],
    front: [],
    isDown: true,
    legend: [
      { key: 'open', label: write.words.open, paint: { tone: 'chart-1', pattern: 'diagonal' } },
      ...(bars.some(({ weighted }) => typeof weighted === 'number')
        ? [{ key: 'weighted', label: write.words.weighted, paint: { tone: 'chart-1' as const } }]
        : []),
      ...(bars.some(({ target }) => target !== null)
        ? [{ key: 'needed', label: write.words.needed, paint: { tone: 'ink' as const }, isLine: true }]
        : []),
    ],
    hidden: spec.bars.length - bars.length,
  };
}
