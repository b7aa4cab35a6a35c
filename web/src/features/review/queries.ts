import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Review = Schemas['Review'];
export type ReviewSummary = Schemas['ReviewSummary'];
export type ReviewEntry = Schemas['ReviewEntry'];
export type ReviewNote = Schemas['ReviewNote'];
export type ReviewState = Schemas['ReviewState'];
export type DealChange = Schemas['DealChange'];
export type TakeNote = Schemas['TakeNote'];
export type NewAction = Schemas['NewAction'];
export type OpenReview = Schemas['OpenReview'];
export type OneOnOne = Schemas['OneOnOne'];
export type ReviewAction = Schemas['ReviewAction'];

/** Reviews the person may see, newest first, page by page. */
export const reviewsQuery = infiniteQueryOptions({
  queryKey: ['reviews', 'list'],
  queryFn: ({ signal, pageParam: cursor }) =>
    body(api.GET('/api/v1/reviews', { params: { query: { cursor, limit: 50 } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** One review with its queue. */
export const reviewQuery = (review_id: string) =>
  queryOptions({
    queryKey: ['reviews', review_id],
    queryFn: ({ signal }) => body(api.GET('/api/v1/reviews/{review_id}', { params: { path: { review_id } }, signal })),
  });

/** A review's minutes: kept when it is closed, else as they would read now. */
export const minutesQuery = (review_id: string) =>
  queryOptions({
    queryKey: ['reviews', review_id, 'minutes'],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/reviews/{review_id}/minutes', { params: { path: { review_id } }, signal })),
    staleTime: 0,
  });

/** One person at a glance. */
export const oneOnOneQuery = (user_id: string) =>
  queryOptions({
    queryKey: ['reviews', 'one-on-one', user_id],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/users/{user_id}/one-on-one', { params: { path: { user_id } }, signal })),
  });

/** Opens a review. */
export const openReview = (review: OpenReview): Promise<Review> => body(api.POST('/api/v1/reviews', { body: review }));

/** Closes a review. */
export const closeReview = (review_id: string): Promise<Review> =>
  body(api.POST('/api/v1/reviews/{review_id}/close', { params: { path: { review_id } } }));

/** Says what a review says about a deal; `version` is the note's that was read, 0 before there is one. */
export const takeNote = (review_id: string, deal_id: string, note: TakeNote, version: number): Promise<ReviewEntry> =>
  body(
    api.PUT('/api/v1/reviews/{review_id}/deals/{deal_id}', {
      params: { path: { review_id, deal_id }, header: { 'If-Match': `"${version}"` } },
      body: note,
    }),
  );
