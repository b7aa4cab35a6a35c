import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Activity, DealRow, Evidence, StageVisit } from '@/api/types';
import { layOut } from '@/features/workshop/laid';

/** A deal that is over; when is known. */
export type ClosedDeal = DealRow & { closed_at: string };

/** The deals of a pipeline closed last; all of them, or only those that were imported. */
export const closedDealsQuery = (pipeline: string, count: number, isImported: boolean) =>
  queryOptions({
    queryKey: ['deals', 'closed', pipeline, count, isImported],
    queryFn: async ({ signal }) => {
      const filter = `status != "open"${isImported ? ' && external_id != null' : ''}`;
      const query = { pipeline, filter, sort: '-closed_at', limit: count };
      const { rows } = await body(api.GET('/api/v1/deals', { params: { query }, signal }));
      return (rows as DealRow[]).filter((deal): deal is ClosedDeal => typeof deal.closed_at === 'string');
    },
    staleTime: 300_000,
  });

/** A closed deal on its time line, with everything that happened to it. */
export const laidDealQuery = (deal: ClosedDeal) =>
  queryOptions({
    queryKey: ['deal', deal.id, 'laid'],
    queryFn: async ({ signal }) => {
      const asked = { params: { path: { deal_id: deal.id } }, signal };
      const [evidence, visits, activities] = await Promise.all([
        body(api.GET('/api/v1/deals/{deal_id}/evidence', asked)),
        body(api.GET('/api/v1/deals/{deal_id}/visits', asked)),
        body(api.GET('/api/v1/deals/{deal_id}/activities', asked)),
      ]);
      return layOut(deal, {
        evidence: evidence.rows as Evidence[],
        visits: visits.rows as StageVisit[],
        activities: activities.rows as Activity[],
      });
    },
    staleTime: 300_000,
  });

/** Every version of a playbook with its file, newest first. */
export const versionsQuery = (key: string) =>
  queryOptions({
    queryKey: ['playbooks', key, 'versions'],
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/v1/playbooks/{key}/versions', { params: { path: { key } }, signal }))).rows,
    staleTime: 60_000,
  });

/** What the linter says about a file. */
export const lintQuery = (source: string) =>
  queryOptions({
    queryKey: ['playbook-lint', source],
    queryFn: ({ signal }) => body(api.POST('/api/v1/playbooks/lint', { body: { source }, signal })),
    enabled: source !== '',
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: (previous) => previous,
  });

/** Publishes a file as the next version of its playbook. */
export const publish = (source: string) => body(api.POST('/api/v1/playbooks/publish', { body: { source } }));
