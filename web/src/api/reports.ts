import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { transport } from '@/api/transport';
import type { DealRow, Page, Text } from '@/api/types';

/** What the values of a column or parameter are. A count of `deals` and a sum of `money` open to exactly their deals. */
export type ReportKind = 'text' | 'deals' | 'whole' | 'number' | 'share' | 'money' | 'days' | 'date' | 'flag';

export interface ReportColumn {
  name: string;
  kind: ReportKind;
  label: Text;
  /** Does it tell rows apart? */
  is_key: boolean;
}

export interface ReportParameter {
  name: string;
  kind: ReportKind;
  label: Text;
  /** The values it takes; empty for any of its kind. */
  choices: string[];
}

export interface ReportChart {
  kind: 'bar' | 'stacked' | 'line' | 'curve' | 'funnel' | 'waterfall' | 'heat' | 'histogram' | 'reliability' | 'none';
  /** Column of the categories; empty for the key columns. */
  x: string;
  /** Columns of the values. */
  y: string[];
}

/** What a report says about itself. */
export interface ReportDefinition {
  name: string;
  version: number;
  title: Text;
  question: Text;
  definition: Text;
  formula: string;
  owner: Text;
  decision: Text;
  parameters: ReportParameter[];
  dimensions: { name: string; label: Text }[];
  /** What it is cut by when nothing is asked. */
  default_by: string[];
  columns: ReportColumn[];
  chart: ReportChart;
}

export type ReportCell = string | number | boolean | null;
export type ReportRow = Record<string, ReportCell>;

/** An answer: flat rows, and what must be known to read them. */
export interface Report {
  report: string;
  version: number;
  /** The moment the numbers are of. */
  as_of: string;
  position: number;
  /** Does any number rest on imported history? */
  reconstructed: boolean;
  /** Of every column of money: the home currency. */
  currency: string;
  columns: ReportColumn[];
  rows: ReportRow[];
  summary?: Text | null;
  notes: { code: string; detail: Text }[];
}

/** A question by its parameters, as in the address of the request. */
export type ReportParams = Readonly<Record<string, string | undefined>>;

/** A page of the deals behind a number, and how many there are in all. */
export interface ReportDeals extends Page<DealRow> {
  count: number;
}

/** Which number of an answer: its row by the key cells, and its column. */
export interface CellOf {
  row?: ReportCell[];
  measure?: string;
}

async function read<T>(path: string, params: ReportParams, signal: AbortSignal): Promise<T> {
  const url = new URL(`/api/v1/reports${path}`, location.origin);
  for (const [name, value] of Object.entries(params)) if (value) url.searchParams.set(name, value);
  return (await transport(new Request(url, { signal }))).json() as Promise<T>;
}

/** Every report with its definition. */
export const reportsQuery = queryOptions({
  queryKey: ['reports'],
  queryFn: ({ signal }) => read<{ rows: ReportDefinition[] }>('', {}, signal),
  staleTime: 300_000,
});

/** One report's answer. The past does not change; the present is asked again when deals do. */
export const reportQuery = (name: string, params: ReportParams) =>
  queryOptions({
    queryKey: ['report', name, params],
    queryFn: ({ signal }) => read<Report>(`/${name}`, params, signal),
    placeholderData: keepPreviousData,
  });

const DEALS_PAGE = '200';

/** The deals behind one number of a report, page by page. */
export const reportDealsQuery = (name: string, params: ReportParams, { row, measure }: CellOf) =>
  infiniteQueryOptions({
    queryKey: ['report', name, params, 'deals', row ?? null, measure ?? null],
    queryFn: ({ signal, pageParam: cursor }) => {
      const cell = { row: row && JSON.stringify(row), measure, cursor, limit: DEALS_PAGE };
      return read<ReportDeals>(`/${name}/deals`, { ...params, ...cell }, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
