import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { ForecastSubmission } from '@/api/types';

/** The roll-up of a period as it is now. Under the reports' key, so that it is asked again when deals change. */
export const rollupQuery = (period: string) =>
  queryOptions({
    queryKey: ['report', 'rollup', period],
    queryFn: ({ signal }) => body(api.GET('/api/v1/forecast-rollup', { params: { query: { period } }, signal })),
    placeholderData: keepPreviousData,
  });

/** The newest calls for a period, everybody's that the person may see. */
export const callsQuery = (period: string) =>
  queryOptions({
    queryKey: ['report', 'calls', period],
    queryFn: async ({ signal }) => {
      const answer = api.GET('/api/v1/forecast-submissions', { params: { query: { period, limit: 500 } }, signal });
      return (await body(answer)).rows as ForecastSubmission[];
    },
    placeholderData: keepPreviousData,
  });

/** Decisions about forecast categories and what they were worth; of one decision with the deals it is compared with. */
export const overridesQuery = (from: string | undefined, to: string | undefined, decision?: string) =>
  queryOptions({
    queryKey: ['report', 'overrides', from, to, decision],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/forecasts/overrides', { params: { query: { from, to, decision } }, signal })),
    placeholderData: keepPreviousData,
  });

/** The newest entries of the journal; for those who may read it. */
export const journalQuery = queryOptions({
  queryKey: ['journal', 'newest'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/journal', { params: { query: { limit: 500 } }, signal })),
});

/** All versions of a playbook, published ones with their instants. */
export const versionsQuery = (key: string) =>
  queryOptions({
    queryKey: ['playbooks', 'versions', key],
    queryFn: ({ signal }) => body(api.GET('/api/v1/playbooks/{key}/versions', { params: { path: { key } }, signal })),
  });
