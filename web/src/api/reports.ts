import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type ReportDefinition = Schemas['ReportDefinition'];
export type ReportParameter = Schemas['ReportParameter'];
export type ReportColumn = Schemas['ReportColumn'];

export type ReportCell = string | number | boolean | null;
export type ReportRow = Record<string, ReportCell>;

/** An answer: flat rows, and what must be known to read them. */
export type Report = Omit<Schemas['Report'], 'rows'> & { rows: ReportRow[] };

/** A question by its parameters, as in the address of the request; those of one report alone are among them. */
export type ReportParams = Readonly<Record<string, string | undefined>>;

/** Which number of an answer: its row by the key cells, and its column; without a row, of all rows. */
export interface CellOf {
  row?: ReportCell[];
  measure?: string;
}

/** Every report with its definition. */
export const reportsQuery = queryOptions({
  queryKey: ['reports'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/reports', { signal })),
  staleTime: 300_000,
});

/** One report's answer. The past does not change; the present is asked again when deals do. */
export const reportQuery = (report: string, params: ReportParams) =>
  queryOptions({
    queryKey: ['report', report, params],
    queryFn: async ({ signal }) => {
      const asked = { params: { path: { report }, query: params }, signal };
      return (await body(api.GET('/api/v1/reports/{report}', asked))) as Report;
    },
    placeholderData: keepPreviousData,
  });

const DEALS_PAGE = 200;

/** The deals behind one number of a report, page by page. */
export const reportDealsQuery = (report: string, params: ReportParams, { row, measure }: CellOf) =>
  infiniteQueryOptions({
    queryKey: ['report', report, params, 'deals', row ?? null, measure ?? null] as readonly unknown[],
    queryFn: ({ signal, pageParam: cursor }) => {
      const cell = { row: row && JSON.stringify(row), measure, cursor, limit: DEALS_PAGE };
      const asked = { params: { path: { report }, query: { ...params, ...cell } }, signal };
      return body(api.GET('/api/v1/reports/{report}/deals', asked));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** A question whose answer is a list of deals, page by page. */
export type DealsQuery = ReturnType<typeof reportDealsQuery>;
