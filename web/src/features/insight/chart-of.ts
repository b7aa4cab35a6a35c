import type { Report, ReportCell, ReportColumn, ReportDefinition, ReportRow } from '@/api/reports';
import type { ChartSpec, Datum, Series, TableTwin, Unit } from '@/ui/chart';

/** What a report's page lends to its charts: words for cells, and the way to the deals behind a number. */
export interface Reader {
  say: (column: string, value: ReportCell) => string;
  label: (column: ReportColumn) => string;
  /** Opens the deals behind a cell. */
  open: (row: ReportCell[], measure: string) => void;
}

/** The key cells of a row, in column order: its name towards the API. */
export function keyOf(report: Report, row: ReportRow): ReportCell[] {
  return report.columns.filter(({ is_key }) => is_key).map(({ name }) => row[name] ?? null);
}

const UNITS: Partial<Record<ReportColumn['kind'], Unit>> = { deals: 'whole' };

export function unitOf(column: ReportColumn | undefined): Unit {
  if (!column) return 'number';
  return UNITS[column.kind] ?? (column.kind as Unit);
}

/** Kinds of numbers that rest on deals. */
const OPENING: ReportColumn['kind'][] = ['deals', 'money', 'share', 'days'];

/** Ends of intervals and settings rest on the same deals as what they belong to. */
const BOUNDS = /(^|_)(low|high)(_|$)|^horizon_days$/;

/** The names an end of a column's interval may have: `observed_low` for `observed_probability`, `p50_low_days`. */
function boundsOf(name: string, end: string): string[] {
  const [, stem = name, unit] = /^(.*)_(days|probability|minor|share)$/.exec(name) ?? [];
  return [`${name}_${end}`, `${stem}_${end}_${unit}`, ...(unit ? [`${stem}_${end}`] : [])];
}

const TIME = /^\d{4}(-(Q\d|W\d{2}|\d{2}(-\d{2})?))?$/;

const numberOf = (cell: ReportCell | undefined): number | null => (typeof cell === 'number' ? cell : null);

/** More pairs of names than this are shown as a grid. */
const MOST_PAIRS = 14;

/** Reads a report's rows as the data of charts. */
export class Rows {
  constructor(
    readonly report: Report,
    readonly reader: Reader,
  ) {}

  column(name: string): ReportColumn | undefined {
    return this.report.columns.find((column) => column.name === name);
  }

  /** What a row is called: its key cells, or only some of them. */
  name(row: ReportRow, columns = this.keys()): string {
    return columns.map(({ name }) => this.reader.say(name, row[name] ?? null)).join(' · ');
  }

  keys(): ReportColumn[] {
    return this.report.columns.filter(({ is_key }) => is_key);
  }

  /** A number of a row with its interval, opening the deals it is made of. */
  datum(row: ReportRow, name: string, isFirst = true): Datum {
    const column = this.column(name);
    const [low, high] = ['low', 'high'].map((end) => boundsOf(name, end).find((bound) => this.column(bound)));
    const hasOwn = low !== undefined && high !== undefined;
    const hasShared = isFirst && column?.kind === 'share' && this.column('low') && this.column('high');
    return {
      value: numberOf(row[name]),
      low: hasOwn ? numberOf(row[low]) : hasShared ? numberOf(row.low) : undefined,
      high: hasOwn ? numberOf(row[high]) : hasShared ? numberOf(row.high) : undefined,
      open: this.opener(row, column),
    };
  }

  /** The way to the deals behind a number; none for a key, for nothing, and for what is no number of deals. */
  opener(row: ReportRow, column: ReportColumn | undefined): (() => void) | undefined {
    if (!column || column.is_key || !OPENING.includes(column.kind) || BOUNDS.test(column.name)) return undefined;
    if (!numberOf(row[column.name])) return undefined;
    return () => this.reader.open(keyOf(this.report, row), column.name);
  }
}

/** The report as its definition wants it drawn; null when its numbers are better read as a table. */
export function chartOf(report: Report, { chart }: Pick<ReportDefinition, 'chart'>, reader: Reader): ChartSpec | null {
  const rows = new Rows(report, reader);
  const y = chart.y.filter((name) => rows.column(name));
  const [first] = y;
  if (report.rows.length === 0 || chart.kind === 'none' || first === undefined) return null;
  const unit = unitOf(rows.column(first));
  const keys = rows.keys();
  const across = rows.column(chart.x) ?? keys[0];
  switch (chart.kind) {
    case 'funnel':
      return funnelOf(rows, first);
    case 'waterfall':
      return {
        kind: 'waterfall',
        unit,
        bars: report.rows.map((row) => ({
          ...rows.datum(row, first),
          label: rows.name(row),
          isTotal: keyOf(report, row).some((cell) => cell === 'start' || cell === 'end') || row.is_total === true,
        })),
      };
    case 'histogram':
      return histogramOf(rows, first);
    case 'reliability':
      return {
        kind: 'reliability',
        points: report.rows.flatMap((row) => {
          const predicted = numberOf(row[chart.x]);
          if (predicted === null) return [];
          return [{ ...rows.datum(row, first), predicted, n: numberOf(row.n) ?? numberOf(row.deals) ?? 0 }];
        }),
      };
    case 'curve':
      return curveOf(rows, first, across, unit);
    case 'heat':
      return keys.length >= 2 ? heatOf(rows, first, unit) : bars(rows, [first], across, chart, unit);
    case 'line': {
      const { categories, series } = grouped(rows, y, across);
      return { kind: 'lines', unit, categories, series };
    }
    default:
      // A name for every pair would be a wall of bars.
      if (keys.length === 2 && report.rows.length > MOST_PAIRS) return heatOf(rows, first, unit);
      return bars(rows, y, across, chart, unit);
  }
}

function bars(
  rows: Rows,
  y: string[],
  across: ReportColumn | undefined,
  chart: ReportDefinition['chart'],
  unit: Unit,
): ChartSpec {
  const sameUnit = y.filter((name) => unitOf(rows.column(name)) === unit);
  const { categories, series, isTime } = grouped(rows, sameUnit, across);
  const along = isTime ? ('time' as const) : ('names' as const);
  return { kind: 'bars', unit, categories, series, along, isStacked: chart.kind === 'stacked' };
}

/** One series per value column; or, with a column of series, one per value of that. */
function grouped(rows: Rows, y: string[], across: ReportColumn | undefined) {
  const { report, reader } = rows;
  const time = (row: ReportRow) => TIME.test(String(across ? row[across.name] : ''));
  const isTime = across !== undefined && report.rows.every(time);
  // Periods run along; what else tells rows apart becomes the series.
  const others = rows.keys().filter(({ name }) => name !== across?.name);
  const seriesColumn = isTime || y.length === 1 ? others.at(-1) : undefined;
  const [only] = report.rows;
  if (only && report.rows.length === 1 && rows.keys().length === 0) {
    // Nothing tells rows apart: the measures themselves stand beside each other.
    const data = y.map((name, at) => rows.datum(only, name, at === 0));
    return {
      categories: y.map((name) => labelOf(rows, name)),
      series: [{ key: 'all', label: '', data }],
      isTime: false,
    };
  }
  if (!seriesColumn) {
    const series = y.map((name, at): Series => {
      return {
        key: name,
        label: labelOf(rows, name),
        data: report.rows.map((row) => rows.datum(row, name, at === 0)),
      };
    });
    return { categories: report.rows.map((row) => rows.name(row)), series, isTime };
  }
  const rest = rows.keys().filter(({ name }) => name !== seriesColumn.name);
  const nameOf = (row: ReportRow) => rows.name(row, rest);
  const categories = [...new Set(report.rows.map(nameOf))];
  const [measure = ''] = y;
  const values = [...new Set(report.rows.map((row) => row[seriesColumn.name] ?? null))];
  const series = values.map((value): Series => {
    const own = report.rows.filter((row) => (row[seriesColumn.name] ?? null) === value);
    return {
      key: String(value),
      label: reader.say(seriesColumn.name, value),
      data: categories.map((category) => {
        const row = own.find((one) => nameOf(one) === category);
        return row ? rows.datum(row, measure) : { value: null };
      }),
    };
  });
  return { categories, series, isTime };
}

function labelOf(rows: Rows, name: string): string {
  const column = rows.column(name);
  return column ? rows.reader.label(column) : name;
}

function curveOf(rows: Rows, first: string, across: ReportColumn | undefined, unit: Unit): ChartSpec | null {
  if (!across) return null;
  const rest = rows.keys().filter(({ name }) => name !== across.name);
  const names = [...new Set(rows.report.rows.map((row) => rows.name(row, rest)))];
  return {
    kind: 'curve',
    unit,
    across: unitOf(across),
    series: names.map((name) => ({
      key: name,
      label: name,
      steps: rows.report.rows
        .filter((row) => rows.name(row, rest) === name)
        .map((row) => ({ ...rows.datum(row, first), x: numberOf(row[across.name]) ?? 0 })),
    })),
  };
}

function heatOf(rows: Rows, first: string, unit: Unit): ChartSpec {
  const [down, ...others] = rows.keys();
  const labelOf = (row: ReportRow) => rows.name(row, down ? [down] : []);
  const columnOf = (row: ReportRow) => rows.name(row, others);
  const columns = [...new Set(rows.report.rows.map(columnOf))];
  const labels = [...new Set(rows.report.rows.map(labelOf))];
  const byPlace = new Map(rows.report.rows.map((row) => [JSON.stringify([labelOf(row), columnOf(row)]), row]));
  return {
    kind: 'heat',
    unit,
    columns,
    rows: labels.map((label) => ({
      label,
      cells: columns.map((column): Datum => {
        const row = byPlace.get(JSON.stringify([label, column]));
        return row ? rows.datum(row, first) : { value: null };
      }),
    })),
  };
}

/** Of a share the funnel shows how many it is of: the first count of deals. */
function funnelOf(rows: Rows, first: string): ChartSpec {
  const isShare = rows.column(first)?.kind === 'share';
  const counted = isShare ? rows.report.columns.find(({ kind }) => kind === 'deals')?.name : first;
  return {
    kind: 'funnel',
    unit: unitOf(rows.column(counted ?? first)),
    stages: rows.report.rows.map((row) => {
      const { low, high } = rows.datum(row, first);
      const { value, open } = rows.datum(row, counted ?? first);
      return { label: rows.name(row), value, open, low, high, share: isShare ? numberOf(row[first]) : null };
    }),
  };
}

function histogramOf(rows: Rows, first: string): ChartSpec {
  const ends = rows.report.columns.filter(({ name }) => /(^|_)(from|to)(_|$)/.test(name));
  const [from, to] = ends;
  return {
    kind: 'histogram',
    unit: unitOf(from),
    bins: rows.report.rows.map((row) => ({
      ...rows.datum(row, first),
      from: numberOf(row[from?.name ?? '']) ?? 0,
      to: numberOf(row[to?.name ?? '']) ?? 0,
    })),
    markers: [],
  };
}

/** The report's rows as a table in which every number that can be opened opens. */
export function tableOf(report: Report, reader: Reader): TableTwin {
  const rows = new Rows(report, reader);
  return {
    columns: report.columns.map((column) => ({ key: column.name, label: reader.label(column), unit: unitOf(column) })),
    rows: report.rows,
    say: (column, value) => reader.say(column, value ?? null),
    open: (at, name) => {
      const row = report.rows[at];
      return row && rows.opener(row, rows.column(name));
    },
  };
}
