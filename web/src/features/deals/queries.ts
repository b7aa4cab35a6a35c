import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** The deal as it was known at an instant; the past does not change. */
export const dealAsOfQuery = (deal_id: string, as_of: string) =>
  queryOptions({
    queryKey: ['deal', deal_id, 'as_of', as_of],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/deals/{deal_id}', { params: { path: { deal_id }, query: { as_of } }, signal })),
    staleTime: 60_000,
    placeholderData: (previous) => previous,
  });

/** The stages the deal has been in, oldest first; now, or as they were then known. */
export const visitsQuery = (deal_id: string, as_of?: string) =>
  queryOptions({
    queryKey: as_of ? ['deal', deal_id, 'as_of', as_of, 'visits'] : ['deal', deal_id, 'visits'],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/deals/{deal_id}/visits', { params: { path: { deal_id }, query: { as_of } }, signal })),
    placeholderData: as_of ? keepPreviousData : undefined,
  });

/** Exceptions asked for on the deal; now, or as they were then known. */
export const waiversQuery = (deal_id: string, as_of?: string) =>
  queryOptions({
    queryKey: as_of ? ['deal', deal_id, 'as_of', as_of, 'waivers'] : ['deal', deal_id, 'waivers'],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/deals/{deal_id}/waivers', { params: { path: { deal_id }, query: { as_of } }, signal })),
    placeholderData: as_of ? keepPreviousData : undefined,
  });

/** Calls, meetings, notes and tasks of the deal, newest first; now, or as they were then known. */
export const activitiesQuery = (deal_id: string, as_of?: string) =>
  queryOptions({
    queryKey: as_of ? ['deal', deal_id, 'as_of', as_of, 'activities'] : ['deal', deal_id, 'activities'],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/deals/{deal_id}/activities', { params: { path: { deal_id }, query: { as_of } }, signal })),
    placeholderData: as_of ? keepPreviousData : undefined,
  });

/** Every change of the deal, newest first, page by page. */
export const journalQuery = (deal_id: string) =>
  infiniteQueryOptions({
    queryKey: ['deal', deal_id, 'journal'],
    queryFn: ({ signal, pageParam: cursor }) =>
      body(
        api.GET('/api/v1/deals/{deal_id}/journal', {
          params: { path: { deal_id }, query: { cursor, limit: 100 } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
