import type { Tone } from '@/ui/chart/scene';

/** What a number is measured in; decides how it is written. Money is in minor units, a share is 0 to 1. */
export type Unit = 'whole' | 'number' | 'share' | 'money' | 'days' | 'date' | 'flag' | 'text';

/** One value of a chart. */
export interface Datum {
  value: number | null;
  /** The ends of its interval. */
  low?: number | null;
  high?: number | null;
  /** What is worth knowing beside the value, as whole phrases. */
  notes?: string[];
  /** Shows what the value is made of. */
  open?: () => void;
}

/** One line, or one colour of bars: a datum for every category. */
export interface Series {
  key: string;
  label: string;
  tone?: Tone;
  data: Datum[];
}

export interface BarsSpec {
  kind: 'bars';
  unit: Unit;
  categories: string[];
  series: Series[];
  /** Periods stand beside each other as columns, names lie under each other as rows. */
  along: 'time' | 'names';
  isStacked?: boolean;
  /** A value to compare all bars with. */
  reference?: { label: string; value: number };
}

export interface LinesSpec {
  kind: 'lines';
  unit: Unit;
  /** What the categories are. */
  across?: string;
  categories: string[];
  series: Series[];
  reference?: { label: string; value: number };
}

/** Steps over time, such as a survival curve: the value holds until the next step. */
export interface CurveSpec {
  kind: 'curve';
  unit: Unit;
  /** What `x` is measured in. */
  across: Unit;
  series: (Omit<Series, 'data'> & { steps: (Datum & { x: number })[] })[];
}

/** Stages in their order: how many came there, and the share that moved on, which the interval is of. */
export interface FunnelSpec {
  kind: 'funnel';
  unit: Unit;
  stages: (Datum & { label: string; share?: number | null })[];
}

/** From a total, through changes, to a total. */
export interface WaterfallSpec {
  kind: 'waterfall';
  unit: Unit;
  /** A change is green when up and red when down, unless its tone says otherwise: a won deal leaves the pipeline too. */
  bars: (Datum & { label: string; isTotal?: boolean; tone?: Tone })[];
}

export interface HeatSpec {
  kind: 'heat';
  unit: Unit;
  columns: string[];
  rows: { label: string; cells: Datum[] }[];
}

/** How likely each range of outcomes is, with named outcomes marked. */
export interface HistogramSpec {
  kind: 'histogram';
  /** Of the outcome. */
  unit: Unit;
  bins: (Datum & { from: number; to: number })[];
  markers: { label: string; value: number; tone?: Tone }[];
}

/** How often what was given a probability came true; calibrated forecasts lie on the diagonal. */
export interface ReliabilitySpec {
  kind: 'reliability';
  /** One for each method that is judged. */
  series: { key: string; label: string; points: (Datum & { predicted: number; n: number })[] }[];
}

/** What is there against what is needed, with the weighted part marked. */
export interface CoverageSpec {
  kind: 'coverage';
  unit: Unit;
  bars: (Datum & { label: string; weighted?: number | null; target: number | null })[];
}

/** Everything the kit can draw. */
export type ChartSpec =
  | BarsSpec
  | LinesSpec
  | CurveSpec
  | FunnelSpec
  | WaterfallSpec
  | HeatSpec
  | HistogramSpec
  | ReliabilitySpec
  | CoverageSpec;

export type Cell = string | number | boolean | null | undefined;

/** The same numbers as a table. */
export interface TableTwin {
  columns: { key: string; label: string; unit: Unit }[];
  rows: Record<string, Cell>[];
  /** What a cell of text is called; without it the text itself. */
  say?: (column: string, value: Cell) => string;
  /** Shows what a cell is made of, where that is possible. */
  open?: (row: number, column: string) => (() => void) | undefined;
}
