import { scaleLinear } from 'd3-scale';
import { area, curveLinear, curveStepAfter, line as lineOf } from 'd3-shape';
import { bottomAxis, leftAxis, namesBelow, reach, ticksOf, valueScale, widest } from '@/ui/chart/layout/axes';
import type { CurveSpec, Datum, LinesSpec, Unit } from '@/ui/chart/spec';
import type { Box, Frame, Mark, Scene, Shape, Tone } from '@/ui/chart/scene';
import { dashOf, line, paintOf } from '@/ui/chart/scene';

/** Stepping through more would take longer than reading the table. */
const MOST_POINTS = 60;

interface Spot {
  datum: Datum;
  x: number;
  y: number | null;
  low: number | null;
  high: number | null;
  name: string;
}

interface Row {
  key: string;
  label: string;
  tone?: Tone;
  spots: Spot[];
}

/** Values of successive periods, joined. */
export function lines(spec: LinesSpec, frame: Frame): Scene {
  const { unit, categories, series, reference } = spec;
  const reached = [...series.flatMap(({ data }) => data.flatMap(reach)), reference?.value];
  const { scale, plot } = upright(frame, unit, reached, spec.across ? 16 : 0);
  const step = plot.width / Math.max(1, categories.length);
  const at = (index: number) => plot.x + step * (index + 0.5);
  const rows = series.map(({ data, ...rest }) => ({
    ...rest,
    spots: data.map((datum, index) => spot(datum, at(index), categories[index] ?? '', scale)),
  }));
  const front: Shape[] = reference
    ? [
        line(plot.x, scale(reference.value), plot.x + plot.width, scale(reference.value), 'ink', '4 3'),
        {
          as: 'text',
          x: plot.x + plot.width,
          y: scale(reference.value) - 5,
          text: reference.label,
          anchor: 'end',
          tone: 'ink-2',
        },
      ]
    : [];
  const names = namesBelow(categories, at, step, plot.y + plot.height + 17);
  if (spec.across)
    front.push({
      as: 'text',
      x: plot.x + plot.width,
      y: plot.y + plot.height + 33,
      text: spec.across,
      anchor: 'end',
      tone: 'ink-2',
    });
  return {
    ...joined(rows, frame, unit, plot, false),
    back: [...leftAxis(scale, unit, frame.write, plot), ...names],
    front,
  };
}

/** Step curves with their bands, such as the share still open after so many days. */
export function curve(spec: CurveSpec, frame: Frame): Scene {
  const { unit, across, series } = spec;
  const { scale, plot } = upright(
    frame,
    unit,
    unit === 'share' ? [1] : series.flatMap(({ steps }) => steps.flatMap(reach)),
  );
  const last = Math.max(1, ...series.flatMap(({ steps }) => steps.map(({ x }) => x)));
  const days = scaleLinear([0, last], [plot.x, plot.x + plot.width]);
  const rows = series.map(({ steps, ...rest }) => ({
    ...rest,
    spots: steps.map((datum) => spot(datum, days(datum.x), frame.write.full(datum.x, across), scale)),
  }));
  const back = [...leftAxis(scale, unit, frame.write, plot), ...bottomAxis(days, across, frame.write, plot)];
  return { ...joined(rows, frame, unit, plot, true), back, front: [] };
}

function upright({ width, height, write }: Frame, unit: Unit, reached: (number | null | undefined)[], caption = 0) {
  const room = widest(ticksOf(valueScale(reached, [0, 1]), unit, write).map(({ text }) => text));
  const plot: Box = { x: room + 12, y: 12, width: width - room - 26, height: height - 38 - caption };
  return { plot, scale: valueScale(reached, [plot.y + plot.height, plot.y]) };
}

function spot(datum: Datum, x: number, name: string, scale: (value: number) => number): Spot {
  const place = (value: number | null | undefined) => (typeof value === 'number' ? scale(value) : null);
  return { datum, x, name, y: place(datum.value), low: place(datum.low), high: place(datum.high) };
}

function joined(rows: Row[], { write }: Frame, unit: Unit, plot: Box, isStep: boolean) {
  const shape = isStep ? curveStepAfter : curveLinear;
  const known = (one: Spot) => one.y !== null;
  const path = lineOf<Spot>(
    (one) => one.x,
    (one) => one.y ?? 0,
  )
    .defined(known)
    .curve(shape);
  const bandOf = area<Spot>(
    (one) => one.x,
    (one) => one.low ?? 0,
    (one) => one.high ?? 0,
  )
    .defined((one) => one.low !== null && one.high !== null)
    .curve(shape);
  const marks = rows.map(({ key, label, tone, spots }, row): Mark[] => {
    const paint = { tone: paintOf(row, tone).tone };
    const shown = spots.filter(known);
    const every = Math.max(1, Math.ceil(shown.length / MOST_POINTS));
    const points = shown.filter((_, index) => index % every === 0 || index === shown.length - 1);
    const lane = plot.width / Math.max(1, points.length);
    return points.map(({ datum, x, y, name }, index) => {
      const shapes: Shape[] = [];
      if (index === 0) {
        const band = bandOf(spots);
        if (band) shapes.push({ as: 'path', d: band, fill: { ...paint, strength: 0.16 } });
        shapes.push({ as: 'path', d: path(spots) ?? '', stroke: paint, weight: 2, dash: dashOf(row) });
      }
      shapes.push({ as: 'circle', cx: x, cy: y ?? 0, r: isStep ? 2 : 3.5, fill: paint, stroke: { tone: 'surface' } });
      const { low, high } = datum;
      const interval =
        typeof low === 'number' && typeof high === 'number'
          ? [write.words.interval(write.full(low, unit), write.full(high, unit))]
          : [];
      const reachOf = Math.min(Math.max(lane, 10), 28);
      // One line may be pointed at from any height; of several, the point itself is meant.
      const hit =
        rows.length === 1
          ? { x: x - lane / 2, y: plot.y, width: lane, height: plot.height }
          : { x: x - reachOf / 2, y: (y ?? 0) - 12, width: reachOf, height: 24 };
      return {
        key: `${key}:${index}`,
        shapes,
        hit,
        label: rows.length > 1 ? `${name}, ${label}` : name,
        value: write.full(datum.value, unit),
        notes: [...interval, ...(datum.notes ?? [])],
        open: datum.open,
      };
    });
  });
  return {
    rows: marks,
    isDown: false,
    hidden: 0,
    legend:
      rows.length > 1
        ? rows.map(({ key, label, tone }, row) => ({
            key,
            label,
            paint: { tone: paintOf(row, tone).tone },
            dash: dashOf(row),
            isLine: true,
          }))
        : [],
  };
}
