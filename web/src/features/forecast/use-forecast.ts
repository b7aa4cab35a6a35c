import { useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { sessionQuery, teamsQuery, usersQuery } from '@/api/queries';
import type { Report, ReportParams } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import type { ForecastSubmission, Team, User } from '@/api/types';
import type { Span } from '@/features/insight';
import { spanOf } from '@/features/insight';
import { quarterOf } from '@/features/forecast/periods';
import { callsQuery, rollupQuery } from '@/features/forecast/queries';
import type { Line } from '@/features/forecast/rollup';
import { keyOf, linesOf, linesThen, mayCallForOthers, rangeIn, whereOf } from '@/features/forecast/rollup';
import { todayIn } from '@/lib/dates';
import { pendingPatches, withPending } from '@/lib/pending';
import { may } from '@/lib/permissions';
import { useStore } from '@/lib/store';

/** The state of the page, all of it in the address. */
export type ForecastSearch = Partial<Record<string, string>>;

/** What the address asks for: the period with its days, and the moment it is seen from. */
export interface Asked {
  search: ForecastSearch;
  change: (patch: ForecastSearch, replace?: boolean) => void;
  /** Today in the workspace's zone. */
  today: string;
  startMonth: number;
  period: string;
  span: Span;
  asOf: string | undefined;
}

/** Reads the page's address. Without a period it is the quarter of the moment that is looked at. */
export function useAsked(): Asked {
  const search = useSearch({ from: '/shell/forecast' });
  const navigate = useNavigate();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { fiscal_year_start_month: startMonth, time_zone } = session.workspace;
  const change = useCallback(
    (patch: ForecastSearch, replace = true) =>
      void navigate({ to: '/forecast', search: (before) => ({ ...before, ...patch }), replace }),
    [navigate],
  );
  const today = todayIn(time_zone);
  const asOf = search.as_of;
  const day = asOf?.slice(0, 10) ?? today;
  const current = quarterOf(day, startMonth);
  const asked = search.period ? spanOf(search.period, startMonth, day) : null;
  const period = search.period && asked ? search.period : current;
  const span = asked ?? spanOf(current, startMonth, day);
  return useMemo(
    () => ({ search, change, today, startMonth, period, span: span ?? { from: day, to: day }, asOf }),
    // The span is made anew each time, of these.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [search, change, today, startMonth, period, day, asOf],
  );
}

/** The question that every report of the page is asked about the deals of a line. */
export function questionOf({ span, asOf }: Asked, line: Line | undefined): ReportParams {
  return { from: span.from, to: span.to, as_of: asOf, where: line && whereOf(line) };
}

/** The same with the target whose odds are wanted. Alike everywhere, so that a number is asked and drawn but once. */
export function targetedOf(question: ReportParams, target: number | null): ReportParams {
  return { ...question, target_minor: target === null ? undefined : String(target) };
}

const byId = (one: { id: string }, other: { id: string }) => one.id === other.id;

/** One's own line where one has neither deals nor quota nor call in the period, but may still make one. */
function ownLine({ id, name }: Pick<User, 'id' | 'name'>): Line {
  const nothing = { minor: 0, deals: 0 };
  return {
    id: keyOf({ kind: 'person', id }),
    kind: 'person',
    name,
    depth: 0,
    owners: [name],
    buckets: { closed: nothing, commit: nothing, best_case: nothing, pipeline: nothing },
    quota: null,
    isQuotaSum: false,
    ownerCall: null,
    ownerSum: null,
    managerCall: null,
    model: null,
  };
}

export interface Rollup {
  lines: Line[];
  /** The line the page is about. */
  selected: Line | undefined;
  currency: string;
  calls: ForecastSubmission[];
  error: Error | null;
  isLoading: boolean;
  /** Are these the lines of what was asked before? */
  isOld: boolean;
  retry: () => void;
}

/** The lines with the report by owner: of the past in whole, of the present only the model where the server left it out. */
function seenFrom(base: Line[], report: Report | undefined, calls: ForecastSubmission[], isPast: boolean) {
  if (!report) return isPast ? undefined : base;
  const { rows, as_of, currency } = report;
  if (isPast) return linesThen(base, rows, calls, as_of, currency);
  const modelOf = ({ kind, name }: Line) =>
    kind === 'person' ? rangeIn(rows.find(({ owner }) => owner === name)) : null;
  return base.map((line) => ({ ...line, model: line.model ?? modelOf(line) }));
}

/** The roll-up of what is asked: now from the server's tree, in the past from what reports and calls said then. */
export function useRollup(asked: Asked): Rollup {
  const { period, span, asOf } = asked;
  const { data: session } = useSuspenseQuery(sessionQuery);
  const rollup = useQuery(rollupQuery(period));
  const { data: calls } = useQuery(callsQuery(period));
  const { data: users } = useQuery(usersQuery);
  const { data: teams } = useQuery(teamsQuery);
  const patches = useStore(pendingPatches);
  const base = useMemo(
    () =>
      rollup.data && users && teams ? linesOf(rollup.data, users.rows as User[], teams.rows as Team[]) : undefined,
    [rollup.data, users, teams],
  );
  const needsReport = asOf !== undefined || (base?.some(({ model }) => model === null) ?? false);
  const days = { from: span.from, to: span.to, as_of: asOf };
  const byOwner = useQuery({ ...reportQuery('forecast', { ...days, by: 'owner' }), enabled: needsReport });
  const isPast = asOf !== undefined;
  const then = useMemo(
    () => base && seenFrom(base, byOwner.data, calls ?? [], isPast),
    [base, byOwner.data, calls, isPast],
  );
  const unknown = then?.filter(({ kind, model }) => kind === 'team' && model === null) ?? [];
  const models = useQueries({
    queries: unknown.map((line) => reportQuery('forecast', targetedOf({ ...days, where: whereOf(line) }, line.quota))),
    combine: (answers) => answers.map(({ data }) => rangeIn(data?.rows[0])),
  });
  const lines = useMemo(
    () =>
      (then ?? []).map((line) => {
        const at = unknown.findIndex((one) => byId(one, line));
        return withPending(at < 0 ? line : { ...line, model: models[at] ?? null }, patches);
      }),
    // `unknown` is made of `then`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [then, models, patches],
  );
  const own = keyOf({ kind: 'person', id: session.user.id });
  const isSeller = may(session, 'forecast.submit_own') && !mayCallForOthers(session);
  const wanted = asked.search.of ?? (isSeller ? own : lines[0]?.id);
  const isOwnMissing = then !== undefined && may(session, 'forecast.submit_own') && (wanted ?? own) === own;
  const chosen = lines.find(({ id }) => id === wanted) ?? (isOwnMissing ? ownLine(session.user) : lines[0]);
  // The range that is drawn: draws of another second differ a little, and one page says one number.
  const drawn = useQuery({
    ...reportQuery('forecast', targetedOf(questionOf(asked, chosen), chosen?.quota ?? null)),
    enabled: chosen !== undefined,
  });
  const range = drawn.isPlaceholderData ? null : rangeIn(drawn.data?.rows[0]);
  const withRange = (line: Line) => (range && line.id === chosen?.id ? { ...line, model: range } : line);
  return {
    lines: lines.map(withRange),
    selected: chosen && withRange(chosen),
    currency: rollup.data?.currency ?? session.workspace.home_currency,
    calls: calls ?? [],
    error: rollup.error ?? byOwner.error,
    isLoading: then === undefined,
    isOld: rollup.isPlaceholderData || (needsReport && byOwner.isPlaceholderData),
    retry: () => void Promise.all([rollup.refetch(), byOwner.refetch()]),
  };
}
