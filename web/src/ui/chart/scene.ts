import type { Writer } from '@/ui/chart/write';

/** A colour, by the name of its token. */
export type Tone =
  | `chart-${1 | 2 | 3 | 4 | 5 | 6}`
  | 'chart-heat'
  | 'accent'
  | 'won'
  | 'lost'
  | 'warn'
  | 'danger'
  | 'ink'
  | 'ink-2'
  | 'ink-3'
  | 'line'
  | 'line-strong'
  | 'surface';

export type Pattern = 'diagonal' | 'dots' | 'vertical' | 'cross' | 'horizontal';

export interface Paint {
  tone: Tone;
  /** So that series differ by more than colour. */
  pattern?: Pattern;
  /** How much of the tone is mixed into the surface, 0 to 1. */
  strength?: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Shape =
  | ({ as: 'rect'; fill: Paint; radius?: number } & Box)
  | { as: 'path'; d: string; fill?: Paint; stroke?: Paint; weight?: number; dash?: string }
  | { as: 'circle'; cx: number; cy: number; r: number; fill: Paint; stroke?: Paint }
  | {
      as: 'text';
      x: number;
      y: number;
      text: string;
      anchor: 'start' | 'middle' | 'end';
      tone?: Tone;
      isStrong?: boolean;
    };

/** A value one can point at, step to with the keyboard and open. */
export interface Mark {
  key: string;
  shapes: Shape[];
  /** Where pointing finds it. */
  hit: Box;
  /** What it is, its value, and what is worth knowing beside. */
  label: string;
  value: string;
  notes: string[];
  open?: () => void;
}

export interface LegendEntry {
  key: string;
  label: string;
  paint: Paint;
  dash?: string;
  isLine?: boolean;
}

/** A chart laid out to the pixel: what is drawn, and the marks in the order one steps through them. */
export interface Scene {
  /** Behind the marks. */
  back: Shape[];
  /** One row of marks per series. */
  rows: Mark[][];
  /** Over the marks. */
  front: Shape[];
  /** Do the marks of a row follow each other downwards instead of to the right? */
  isDown: boolean;
  legend: LegendEntry[];
  /** How many categories found no room; the table has them. */
  hidden: number;
}

/** Where a scene is laid out, and how its numbers and words are written. */
export interface Frame {
  width: number;
  height: number;
  write: Writer;
}

const TONES: Tone[] = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6'];
const PATTERNS: (Pattern | undefined)[] = [undefined, 'diagonal', 'dots', 'vertical', 'cross', 'horizontal'];
// One fewer than the tones: the seventh line has the first one's colour, but not its dashes.
const DASHES: (string | undefined)[] = [undefined, '7 4', '2 4', '10 4 2 4', '14 5'];

/** The paint of the n-th of several series: colour and pattern change together. */
export function paintOf(index: number, tone?: Tone): Paint {
  const turn = Math.floor(index / TONES.length);
  const pattern = PATTERNS[(index + turn) % PATTERNS.length];
  return { tone: tone ?? TONES[index % TONES.length] ?? 'chart-1', pattern };
}

/** The dashes of the n-th of several lines. */
export function dashOf(index: number): string | undefined {
  return DASHES[index % DASHES.length];
}

export const TEXT_SIZE = 11.5;

/** About how wide a text will be; Hangul and its like are as wide as high. */
export function textWidth(text: string, size = TEXT_SIZE): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) >= 0x1100 ? size * 0.93 : size * 0.57;
  return width;
}

/** The text, cut with an ellipsis where it is wider than the room. */
export function fit(text: string, room: number, size = TEXT_SIZE): string {
  if (textWidth(text, size) <= room) return text;
  let cut = text;
  while (cut.length > 1 && textWidth(`${cut}…`, size) > room) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

export const line = (x1: number, y1: number, x2: number, y2: number, tone: Tone, dash?: string): Shape => ({
  as: 'path',
  d: `M${x1},${y1}L${x2},${y2}`,
  stroke: { tone },
  weight: 1,
  dash,
});

/** An interval's ends and the line between them, set off from the bar it crosses. */
export function whisker(at: number, low: number, high: number, isDown: boolean): Shape[] {
  const cap = 4;
  const d = isDown
    ? `M${low},${at - cap}V${at + cap}M${low},${at}H${high}M${high},${at - cap}V${at + cap}`
    : `M${at - cap},${low}H${at + cap}M${at},${low}V${high}M${at - cap},${high}H${at + cap}`;
  return [
    { as: 'path', d, stroke: { tone: 'surface' }, weight: 3.5 },
    { as: 'path', d, stroke: { tone: 'ink' }, weight: 1.25 },
  ];
}
