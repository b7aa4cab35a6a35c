import type { ScaleLinear } from 'd3-scale';
import { scaleLinear } from 'd3-scale';
import type { Datum, Unit } from '@/ui/chart/spec';
import type { Box, Shape } from '@/ui/chart/scene';
import { fit, line, textWidth } from '@/ui/chart/scene';
import type { Writer } from '@/ui/chart/write';

export type Scale = ScaleLinear<number, number>;

/** A scale from zero, or from the lowest value below it, over everything that is drawn. */
export function valueScale(values: (number | null | undefined)[], range: [number, number], isNice = true): Scale {
  const known = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  const low = Math.min(0, ...known);
  const high = Math.max(0, ...known);
  const scale = scaleLinear([low, high === low ? low + 1 : high], range);
  // Without an axis there is no round number to end at.
  return isNice ? scale.nice(5) : scale;
}

/** Every number a datum reaches. */
export const reach = ({ value, low, high }: Datum) => [value, low, high];

/** Ticks that read as different texts: counts have no halves. */
export function ticksOf(scale: Scale, unit: Unit, write: Writer, wanted = 5): { value: number; text: string }[] {
  const seen = new Set<string>();
  return scale.ticks(wanted).flatMap((value) => {
    if ((unit === 'whole' || unit === 'days') && !Number.isInteger(value)) return [];
    const text = write.short(value, unit);
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ value, text }];
  });
}

/** How much room the widest of the texts takes. */
export const widest = (texts: string[]) => Math.max(0, ...texts.map((text) => textWidth(text)));

/** Values upwards along the left edge, with a line across for each. */
export function leftAxis(scale: Scale, unit: Unit, write: Writer, plot: Box): Shape[] {
  return ticksOf(scale, unit, write).flatMap(({ value, text }) => {
    const y = scale(value);
    return [
      line(plot.x, y, plot.x + plot.width, y, value === 0 ? 'line-strong' : 'line'),
      { as: 'text', x: plot.x - 8, y: y + 4, text, anchor: 'end' } as const,
    ];
  });
}

/** Values to the right along the lower edge, with a line upwards for each. */
export function bottomAxis(scale: Scale, unit: Unit, write: Writer, plot: Box): Shape[] {
  const wanted = Math.max(2, Math.min(6, Math.floor(plot.width / 80)));
  return ticksOf(scale, unit, write, wanted).flatMap(({ value, text }) => {
    const x = scale(value);
    return [
      line(x, plot.y, x, plot.y + plot.height, value === 0 ? 'line-strong' : 'line'),
      { as: 'text', x, y: plot.y + plot.height + 16, text, anchor: 'middle' } as const,
    ];
  });
}

/** Names under columns; where they would touch, only every second, third, … is written. */
export function namesBelow(names: string[], at: (index: number) => number, step: number, y: number): Shape[] {
  const every = Math.max(1, Math.ceil((widest(names) + 8) / Math.max(step, 1)));
  // Few names are shortened rather than left out.
  const isCut = names.length <= 12 && step >= 44;
  return names.flatMap((name, index) =>
    isCut || index % every === 0
      ? [{ as: 'text', x: at(index), y, text: isCut ? fit(name, step - 4) : name, anchor: 'middle' } as const]
      : [],
  );
}

/** Names to the left of rows. */
export function namesLeft(names: string[], at: (index: number) => number, room: number, x: number): Shape[] {
  return names.map((name, index) => ({ as: 'text', x, y: at(index) + 4, text: fit(name, room), anchor: 'end' }));
}

/** The room that names to the left may take. */
export const roomForNames = (names: string[], width: number) => Math.min(widest(names) + 2, Math.max(60, width * 0.34));
