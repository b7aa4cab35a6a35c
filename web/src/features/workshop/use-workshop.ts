import { useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { playbooksQuery } from '@/api/queries';
import type { LaidDeal } from '@/features/workshop/laid';
import type { Decisions } from '@/features/workshop/marks';
import { keepDecisions, keptDecisions, marksOf } from '@/features/workshop/marks';
import { clustersOf, propose } from '@/features/workshop/propose';
import { closedDealsQuery, laidDealQuery } from '@/features/workshop/queries';

/** How many deals a workshop goes through. */
export const COUNTS = [20, 25, 30] as const;

export type WorkshopSearch = Partial<Record<'pipeline' | 'count' | 'deals' | 'before' | 'after', string>>;

/** The workshop's address: which deals, and which versions are compared. */
export function useWorkshopAddress() {
  const search: WorkshopSearch = useSearch({ from: '/shell/workshop' });
  const navigate = useNavigate();
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const choices = playbooks.flatMap((playbook) => playbook.pipelines.map((pipeline) => ({ playbook, pipeline })));
  const change = useCallback(
    (patch: WorkshopSearch) =>
      void navigate({ to: '/workshop', search: (before) => ({ ...before, ...patch }), replace: true }),
    [navigate],
  );
  return {
    search,
    change,
    choices,
    chosen: choices.find(({ pipeline }) => pipeline.key === search.pipeline) ?? choices[0],
    count: COUNTS.find((one) => String(one) === search.count) ?? 25,
    isImported: search.deals === 'imported',
  };
}

/** The deals of a workshop on their time lines, what was decided about them, and what follows from it. */
export function useWorkshop(pipeline: string, count: number, isImported: boolean) {
  const closed = useQuery(closedDealsQuery(pipeline, count, isImported));
  const combine = useCallback(
    (answers: { data?: LaidDeal; error: Error | null }[]) => ({
      deals: answers.flatMap(({ data }) => data ?? []),
      error: answers.find(({ error }) => error)?.error ?? null,
    }),
    [],
  );
  const laid = useQueries({ queries: (closed.data ?? []).map(laidDealQuery), combine });
  const [decisions, setDecisions] = useState(() => keptDecisions(pipeline));
  const decide = useCallback(
    (next: (before: Decisions) => Decisions) =>
      setDecisions((before) => {
        const after = next(before);
        keepDecisions(pipeline, after);
        return after;
      }),
    [pipeline],
  );
  const { deals } = laid;
  const marks = useMemo(() => marksOf(deals, decisions), [deals, decisions]);
  return {
    total: closed.data?.length,
    deals,
    error: closed.error ?? laid.error,
    retry: () => void closed.refetch(),
    decisions,
    decide,
    clusters: useMemo(() => clustersOf(deals, marks), [deals, marks]),
    proposal: useMemo(() => propose(deals, marks), [deals, marks]),
  };
}
