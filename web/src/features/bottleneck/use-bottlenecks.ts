import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { playbooksQuery, sessionQuery } from '@/api/queries';
import type { ReportCell, ReportParams } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import type { Cut } from '@/features/bottleneck/places';
import { CUTS, placeAt, placesOf, ranked } from '@/features/bottleneck/places';
import type { InsightSearch } from '@/features/insight';
import { narrowingOf, useFreshNumbers } from '@/features/insight';
import { todayIn } from '@/lib/dates';

/** Everything the page shows, from its address: the question, its answer, the place one looks at. */
export function useBottlenecks() {
  const address: InsightSearch = useSearch({ from: '/shell/bottlenecks' });
  const navigate = useNavigate();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const pipelines = playbooks.flatMap((playbook) => playbook.pipelines);
  const pipeline = pipelines.find(({ key }) => key === address.pipeline) ?? pipelines[0];
  const cut: Cut = CUTS.find((one) => one === address.by) ?? 'owner';
  const search = useMemo(
    (): InsightSearch => ({ ...address, pipeline: pipeline?.key, by: cut }),
    [address, pipeline, cut],
  );
  const change = useCallback(
    (patch: InsightSearch, replace = true) =>
      void navigate({ to: '/bottlenecks', search: (before) => ({ ...before, ...patch }), replace }),
    [navigate],
  );
  const params = useMemo(() => {
    const { workspace } = session;
    const asked = narrowingOf(search, workspace.fiscal_year_start_month, todayIn(workspace.time_zone));
    const given = Object.entries({ ...asked, by: `stage,${cut}` }).filter(([, value]) => value);
    return Object.fromEntries(given) as ReportParams;
  }, [search, cut, session]);
  useFreshNumbers(search.as_of !== undefined);
  const answer = useQuery(reportQuery('bottlenecks', params));
  const places = useMemo(() => (answer.data ? placesOf(answer.data) : []), [answer.data]);
  const list = useMemo(() => ranked(places), [places]);
  const open = useCallback(
    (row: ReportCell[], measure: string) => change({ row: JSON.stringify(row), measure }, false),
    [change],
  );
  return {
    playbooks,
    pipeline,
    cut,
    search,
    change,
    params,
    answer,
    places,
    list,
    chosen: placeAt(places, search.place) ?? list[0] ?? places[0],
    open,
  };
}
