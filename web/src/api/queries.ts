import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '@/api/call';
import type * as wire from '@/api/types';

/** Who is signed in. Asked once; the shell cannot show before it is known. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call<wire.Session>('GET', '/session', { signal }),
  staleTime: Infinity,
  retry: false,
});

/** Every published playbook, whole: small, and every page reads it. */
export const playbooksQuery = queryOptions({
  queryKey: ['playbooks'],
  queryFn: async ({ signal }) => {
    const { rows } = await call<wire.Page<wire.PlaybookVersion>>('GET', '/playbooks', { signal });
    const keys = [...new Set(rows.map((row) => row.key))];
    return Promise.all(keys.map((key) => call<wire.Playbook>('GET', `/playbooks/${key}`, { signal })));
  },
  staleTime: 300_000,
});

/** One deal with everything recorded on it. */
export const dealQuery = (id: string) =>
  queryOptions({ queryKey: ['deal', id], queryFn: ({ signal }) => call<wire.Deal>('GET', `/deals/${id}`, { signal }) });

/** The evidence of one deal, retracted items included. */
export const evidenceQuery = (dealId: string) =>
  queryOptions({
    queryKey: ['deal', dealId, 'evidence'],
    queryFn: ({ signal }) => call<wire.Page<wire.Evidence>>('GET', `/deals/${dealId}/evidence`, { signal }),
  });

/** May this deal enter that stage, and what does it miss? */
export const gateQuery = (dealId: string, to: string) =>
  queryOptions({
    queryKey: ['deal', dealId, 'gate', to],
    queryFn: ({ signal }) => call<wire.Judgement>('GET', `/deals/${dealId}/gate`, { query: { to }, signal }),
  });

/** The people of the workspace. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => call<wire.Page<wire.User>>('GET', '/users', { query: { limit: 200 }, signal }),
  staleTime: 60_000,
});

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => call<wire.Page<wire.Team>>('GET', '/teams', { signal }),
  staleTime: 60_000,
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => call<wire.Page<wire.Token>>('GET', '/tokens', { signal }),
});

export const productsQuery = queryOptions({
  queryKey: ['products'],
  queryFn: ({ signal }) => call<wire.Page<wire.Product>>('GET', '/products', { query: { limit: 200 }, signal }),
  staleTime: 60_000,
});

/** A list page by page, narrowed by a search text. */
function listQuery<T>(noun: string, query: Record<string, string | undefined>) {
  return infiniteQueryOptions({
    queryKey: [noun, 'list', query],
    queryFn: ({ signal, pageParam }) =>
      call<wire.Page<T>>('GET', `/${noun}`, { query: { ...query, cursor: pageParam, limit: 100 }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export const accountsQuery = (q?: string) => listQuery<wire.Account>('accounts', { q });
export const contactsQuery = (q?: string, account?: string) =>
  listQuery<wire.Contact>('contacts', { q, filter: account && `account_id == "${account}"` });
