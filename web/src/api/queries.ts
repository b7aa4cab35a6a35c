import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** Who is signed in. Asked once; the shell cannot show before it is known. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/session', { signal })),
  staleTime: Infinity,
  retry: false,
});

/** Does this server still wait for its first administrator? */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/setup', { signal })),
  retry: false,
});

/** Every published playbook, whole: small, and every page reads it. */
export const playbooksQuery = queryOptions({
  queryKey: ['playbooks'],
  queryFn: async ({ signal }) => {
    const { rows } = await body(api.GET('/api/v1/playbooks', { signal }));
    const keys = [...new Set(rows.map((row) => row.key))];
    return Promise.all(
      keys.map((key) => body(api.GET('/api/v1/playbooks/{key}', { params: { path: { key } }, signal }))),
    );
  },
  staleTime: 300_000,
});

/** One deal with everything recorded on it. */
export const dealQuery = (deal_id: string) =>
  queryOptions({
    queryKey: ['deal', deal_id],
    queryFn: ({ signal }) => body(api.GET('/api/v1/deals/{deal_id}', { params: { path: { deal_id } }, signal })),
  });

/** The evidence of one deal, retracted items included; now, or as it was then known. */
export const evidenceQuery = (deal_id: string, as_of?: string) =>
  queryOptions({
    queryKey: as_of ? ['deal', deal_id, 'as_of', as_of, 'evidence'] : ['deal', deal_id, 'evidence'],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/deals/{deal_id}/evidence', { params: { path: { deal_id }, query: { as_of } }, signal })),
    placeholderData: as_of ? keepPreviousData : undefined,
  });

/** May this deal enter that stage, and what does it miss? */
export const gateQuery = (deal_id: string, to?: string) =>
  queryOptions({
    queryKey: ['deal', deal_id, 'gate', to ?? null],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/deals/{deal_id}/gate', { params: { path: { deal_id }, query: { to } }, signal })),
  });

/** The people of the workspace. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/users', { signal })),
  staleTime: 60_000,
});

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/teams', { signal })),
  staleTime: 60_000,
});

export const fxRatesQuery = queryOptions({
  queryKey: ['fx-rates'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/fx-rates', { signal })),
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/tokens', { signal })),
});

export const productsQuery = queryOptions({
  queryKey: ['products'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/products', { params: { query: { limit: 500 } }, signal })),
  staleTime: 60_000,
});

/** Accounts page by page, narrowed by words in their names. */
export const accountsQuery = (q?: string) =>
  infiniteQueryOptions({
    queryKey: ['accounts', 'list', q ?? ''],
    queryFn: ({ signal, pageParam: cursor }) =>
      body(api.GET('/api/v1/accounts', { params: { query: { q, cursor, limit: 100, sort: 'name' } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** Contacts page by page, narrowed by words in their names. */
export const contactsQuery = (q?: string) =>
  infiniteQueryOptions({
    queryKey: ['contacts', 'list', q ?? ''],
    queryFn: ({ signal, pageParam: cursor }) =>
      body(api.GET('/api/v1/contacts', { params: { query: { q, cursor, limit: 100, sort: 'name' } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
