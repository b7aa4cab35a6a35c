import type { Report, ReportColumn, ReportDefinition, ReportRow } from '@/api/reports';
import type { Reader } from '@/features/insight/rows';
import { keyOf, numberOf, Rows, unitOf } from '@/features/insight/rows';
import type { ChartSpec, Datum, HistogramSpec, Series, TableTwin, Unit } from '@/ui/chart';

/** More pairs of names than this are shown as a grid. */
const MOST_PAIRS = 14;

const TIME = /^\d{4}(-(Q\d|W\d{2}|\d{2}(-\d{2})?))?$/;

/** The report as its definition wants it drawn; null when its numbers are better read as a table. */
export function chartOf(report: Report, { chart }: Pick<ReportDefinition, 'chart'>, reader: Reader): ChartSpec | null {
  const rows = new Rows(report, reader);
  // A report asked for another shape answers with other columns than its chart is made of.
  if (rows.column('low_minor')?.is_key && rows.column('share'))
    return histogramOf(rows, 'low_minor', 'high_minor', 'share');
  const y = chart.y.filter((name) => rows.column(name));
  const [first] = y;
  if (report.rows.length === 0 || chart.kind === 'none' || first === undefined) return null;
  const unit = unitOf(rows.column(first));
  const keys = rows.keys();
  const across = rows.column(chart.x) ?? keys[0];
  switch (chart.kind) {
    case 'funnel':
      return funnelOf(rows, first);
    case 'waterfall': {
      const isTotal = (row: ReportRow) => keyOf(report, row).some((cell) => cell === 'start' || cell === 'end');
      // What moved no amount is in the table.
      const moved = report.rows.filter((row) => isTotal(row) || row[first] !== 0);
      const isWon = (row: ReportRow) => keyOf(report, row).includes('won');
      const bars = moved.map((row) => ({
        ...rows.datum(row, first),
        label: rows.name(row),
        isTotal: isTotal(row),
        tone: isWon(row) ? ('won' as const) : undefined,
      }));
      return { kind: 'waterfall', unit, bars };
    }
    case 'histogram':
      return histogramOf(
        rows,
        chart.x,
        chart.x.replace(/(low|from)/, (end) => (end === 'low' ? 'high' : 'to')),
        first,
      );
    case 'reliability':
      return reliabilityOf(rows, chart.x, first);
    case 'curve':
      return curveOf(rows, first, across, unit);
    case 'heat':
      return keys.length >= 2
        ? heatOf(rows, first, unit, rows.column(chart.x) ?? keys.at(-1))
        : bars(rows, [first], across, chart, unit);
    case 'line':
      return linesOf(rows, y, across);
    default:
      // A name for every pair would be a wall of bars.
      if (keys.length === 2 && report.rows.length > MOST_PAIRS)
        return heatOf(rows, first, unit, rows.column(chart.x) ?? keys.at(-1));
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

/** Along a column; a row that has nothing there is a total, which the table has. */
function linesOf(rows: Rows, y: string[], across: ReportColumn | undefined): ChartSpec {
  const placed = across ? rows.report.rows.filter((row) => row[across.name] !== null) : rows.report.rows;
  const of = new Rows({ ...rows.report, rows: placed }, rows.reader);
  const isCut = of.keys().some(({ name }) => name !== across?.name);
  const { categories, series } = grouped(of, isCut ? y.slice(0, 1) : y, across);
  const [first = ''] = y;
  return {
    kind: 'lines',
    unit: unitOf(rows.column(first)),
    categories,
    series,
    across: across && rows.reader.label(across),
  };
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

function heatOf(rows: Rows, first: string, unit: Unit, across: ReportColumn | undefined): ChartSpec {
  const columnsOf = rows.keys().filter(({ name }) => name === across?.name);
  const rest = rows.keys().filter(({ name }) => name !== across?.name);
  const labelOf = (row: ReportRow) => rows.name(row, rest);
  const columnOf = (row: ReportRow) => rows.name(row, columnsOf);
  const ordered = rows.inOrder(columnsOf[0]);
  const columns = [...new Set(ordered.map(columnOf))];
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

/** Where the outcomes below make up a share of all, between the ends of its bin. */
function quantileOf(bins: HistogramSpec['bins'], share: number): number | null {
  let below = 0;
  for (const { from, to, value } of bins) {
    const here = value ?? 0;
    if (here > 0 && below + here >= share) return from + ((to - from) * (share - below)) / here;
    below += here;
  }
  return null;
}

function histogramOf(rows: Rows, low: string, high: string, share: string): ChartSpec {
  const bins = rows.report.rows.map((row) => ({
    ...rows.datum(row, share),
    from: numberOf(row[low]) ?? 0,
    to: numberOf(row[high]) ?? 0,
  }));
  const markers = [0.1, 0.5, 0.9].flatMap((quantile) => {
    const value = quantileOf(bins, quantile);
    return value === null ? [] : [{ label: `P${quantile * 100}`, value }];
  });
  return { kind: 'histogram', unit: unitOf(rows.column(low)), bins, markers };
}

/** One colour for each method whose forecasts are judged. */
function reliabilityOf(rows: Rows, x: string, first: string): ChartSpec {
  const names = rows.keys().filter(({ kind }) => kind === 'text');
  const nameOf = (row: ReportRow) => rows.name(row, names);
  const series = [...new Set(rows.report.rows.map(nameOf))].map((label) => ({
    key: label,
    label,
    points: rows.report.rows.flatMap((row) => {
      const predicted = numberOf(row[x]);
      if (predicted === null || nameOf(row) !== label) return [];
      return [{ ...rows.datum(row, first), predicted, n: numberOf(row.n) ?? numberOf(row.deals) ?? 0 }];
    }),
  }));
  return { kind: 'reliability', series };
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
