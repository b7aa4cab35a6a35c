import type { Report, ReportCell, ReportColumn, ReportRow } from '@/api/reports';
import type { Datum, Unit } from '@/ui/chart';

/** What a report's page lends to its charts: words for cells, and the way to the deals behind a number. */
export interface Reader {
  say: (column: string, value: ReportCell) => string;
  label: (column: ReportColumn) => string;
  /** Where a cell's text stands among its like, such as a stage in its pipeline; none when texts have no order. */
  rank?: (column: string, value: ReportCell) => number | undefined;
  /** Opens the deals behind a cell. */
  open: (row: ReportCell[], measure: string) => void;
}

/** The key cells of a row, in column order: its name towards the API. */
export function keyOf(report: Report, row: ReportRow): ReportCell[] {
  return report.columns.filter(({ is_key }) => is_key).map(({ name }) => row[name] ?? null);
}

export function unitOf(column: ReportColumn | undefined): Unit {
  if (!column) return 'number';
  // Counts are whole numbers; every other kind is written as the unit of its name.
  return column.kind === 'deals' ? 'whole' : (column.kind as Unit);
}

/** Kinds of numbers that rest on deals. */
const OPENING = ['deals', 'money', 'share', 'days'];

/** Ends of intervals and settings rest on the same deals as what they belong to. */
const BOUNDS = /(^|_)(low|high)(_|$)|^horizon_days$/;

/** The names an end of a column's interval may have: `observed_low` for `observed_probability`, `p50_low_days`. */
function boundsOf(name: string, end: string): string[] {
  const [, stem = name, unit] = /^(.*)_(days|probability|minor|share)$/.exec(name) ?? [];
  return [`${name}_${end}`, `${stem}_${end}_${unit}`, ...(unit ? [`${stem}_${end}`] : [])];
}

/** A cell's number, or none. */
export const numberOf = (cell: ReportCell | undefined): number | null => (typeof cell === 'number' ? cell : null);

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

  /** The rows by the rank of what is in a column, those of no rank last and as they were. */
  inOrder(column: ReportColumn | undefined): ReportRow[] {
    const { rank } = this.reader;
    if (!column || !rank) return this.report.rows;
    const rankOf = (row: ReportRow) => rank(column.name, row[column.name] ?? null) ?? Infinity;
    return this.report.rows.toSorted((one, other) => {
      const [a, b] = [rankOf(one), rankOf(other)];
      return a === b ? 0 : a - b;
    });
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
