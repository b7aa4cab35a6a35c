import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { CellOf, ReportRow } from '@/api/reports';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Which playbook judges which part of history: a file, or a stored version. */
export type ReplayAsked = Pick<
  Schemas['ReplayPlaybook'],
  'source' | 'playbook' | 'version' | 'pipeline' | 'from' | 'to'
>;

export type ReplayTableName = 'overall' | 'stages' | 'criteria';
type Table = Omit<Schemas['ReplayTable'], 'rows'> & { rows: ReportRow[] };

/** What a draft would have done to history. */
export type Replay = Omit<Schemas['Replay'], ReplayTableName> & Record<ReplayTableName, Table>;

/** History judged anew. The answer is kept: it changes only when somebody asks again. */
export const replayQuery = (asked: ReplayAsked | null) =>
  queryOptions({
    queryKey: ['replay', asked],
    queryFn: async ({ signal }) =>
      (await body(api.POST('/api/v1/playbooks/replay', { body: asked ?? {}, signal }))) as Replay,
    enabled: asked !== null,
    staleTime: Infinity,
    gcTime: 600_000,
    retry: false,
  });

const DEALS_PAGE = 200;

/** The deals behind one number of a replay, page by page. */
export const replayDealsQuery = (replay: ReplayAsked, table: ReplayTableName, { row, measure }: CellOf) =>
  infiniteQueryOptions({
    queryKey: ['replay', replay, 'deals', table, row ?? null, measure ?? null] as readonly unknown[],
    queryFn: ({ signal, pageParam: cursor }) =>
      body(
        api.POST('/api/v1/playbooks/replay/deals', {
          body: { replay, table, row: row ?? [], measure, cursor, limit: DEALS_PAGE },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
