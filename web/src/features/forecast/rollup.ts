import type { ReportCell, ReportRow } from '@/api/reports';
import type { ForecastRollup, ForecastSubmission, RollupRow, Session, Team, User } from '@/api/types';
import { may } from '@/lib/permissions';

/** What the rule makes of the deals of somebody: amounts and counts that do not contain each other. */
export const BUCKETS = ['closed', 'commit', 'best_case', 'pipeline'] as const;
export type BucketName = (typeof BUCKETS)[number];

export interface Bucket {
  minor: number;
  deals: number;
}

/** The model's range of a period's total. */
export interface Range {
  p10: number;
  p50: number;
  p90: number;
}

/** One line of the roll-up: a team, a person, or the deals nobody owns. */
export interface Line {
  /** `team:…`, `person:…` or `unassigned`. */
  id: string;
  kind: RollupRow['subject']['kind'];
  name: string | null;
  depth: number;
  /** The names of those whose deals it counts; null for the deals nobody owns. */
  owners: string[] | null;
  buckets: Record<BucketName, Bucket>;
  quota: number | null;
  isQuotaSum: boolean;
  ownerCall: ForecastSubmission | null;
  ownerSum: RollupRow['owner_sum'];
  managerCall: ForecastSubmission | null;
  model: Range | null;
}

/** How a subject is called in addresses. */
export function keyOf({ kind, id }: { kind: string; id?: string | null }): string {
  return id ? `${kind}:${id}` : kind;
}

/** May the person call for others? Managers for the teams they see, which is what the roll-up shows them. */
export function mayCallForOthers(session: Session): boolean {
  return may(session, 'forecast.submit_team') || session.user.role === 'manager';
}

/** Whose call a person may make for a line: their own as its owner, another's as a manager; null for neither. */
export function callKindFor(session: Session, line: Pick<Line, 'id' | 'kind'>): ForecastSubmission['kind'] | null {
  const isOwn = line.id === keyOf({ kind: 'person', id: session.user.id });
  if (isOwn && may(session, 'forecast.submit_own')) return 'owner';
  return line.kind !== 'unassigned' && mayCallForOthers(session) ? 'manager' : null;
}

/** A team with the teams below it. */
function subtree(teams: readonly Team[], root: string): Set<string> {
  const reached = new Set([root]);
  for (let before = 0; before !== reached.size;) {
    before = reached.size;
    for (const { id, parent_id } of teams) if (parent_id && reached.has(parent_id)) reached.add(id);
  }
  return reached;
}

/**
 * The lines of a roll-up. A team's are the deals of all its people, those too who have none in the period: the model
 * looks at every open deal.
 */
export function linesOf(rollup: ForecastRollup, users: readonly User[], teams: readonly Team[]): Line[] {
  return rollup.rows.map((row, at): Line => {
    const { subject } = row;
    const members = (): string[] => {
      const below = subtree(teams, subject.id ?? '');
      const own = users.filter(({ team }) => team && below.has(team.id)).map(({ name }) => name);
      const end = rollup.rows.findIndex(({ depth }, other) => other > at && depth <= row.depth);
      const listed = rollup.rows.slice(at + 1, end < 0 ? undefined : end);
      return [
        ...new Set([
          ...own,
          ...listed.flatMap(({ subject: { kind, name } }) => (kind === 'person' && name ? [name] : [])),
        ]),
      ];
    };
    const isTeam = subject.kind === 'team';
    return {
      id: keyOf(subject),
      kind: subject.kind,
      name: subject.name ?? null,
      depth: row.depth,
      owners: subject.kind === 'unassigned' ? null : isTeam ? members() : [subject.name ?? ''],
      buckets: {
        closed: { minor: row.closed_minor, deals: row.closed_deals },
        commit: { minor: row.rule_commit_minor, deals: row.commit_deals },
        best_case: { minor: row.rule_best_minor, deals: row.best_deals },
        pipeline: { minor: row.rule_pipeline_minor, deals: row.pipeline_deals },
      },
      quota: row.quota_minor ?? null,
      isQuotaSum: row.quota_is_sum,
      ownerCall: row.owner_call ?? null,
      ownerSum: row.owner_sum ?? null,
      managerCall: row.manager_call ?? null,
      model: rangeOf(row.model_p10_minor, row.model_p50_minor, row.model_p90_minor),
    };
  });
}

type Maybe = ReportCell | undefined;

function rangeOf(p10: Maybe, p50: Maybe, p90: Maybe): Range | null {
  const isKnown = typeof p10 === 'number' && typeof p50 === 'number' && typeof p90 === 'number';
  return isKnown ? { p10, p50, p90 } : null;
}

/** The model's range in a row of the forecast report. */
export function rangeIn(row: ReportRow | undefined): Range | null {
  return row ? rangeOf(row.p10_minor, row.p50_minor, row.p90_minor) : null;
}

/** The condition that selects a line's deals. */
export function whereOf({ owners }: Pick<Line, 'owners'>): string {
  if (owners === null) return 'owner == null';
  const names = owners.map((name) => JSON.stringify(name));
  return names.length === 1 ? `owner == ${names[0]}` : `owner in [${names.join(', ')}]`;
}

/** What the rule says when it is asked for a total, as people's calls are: won already and still to come. */
export function totalUpTo({ buckets }: Pick<Line, 'buckets'>, last: BucketName): number {
  const upTo = BUCKETS.slice(0, BUCKETS.indexOf(last) + 1);
  return upTo.reduce((sum, name) => sum + buckets[name].minor, 0);
}

/** What is still missing to the quota; below zero when more was won. Null without a quota. */
export function gapOf({ quota, buckets }: Pick<Line, 'quota' | 'buckets'>): number | null {
  return quota === null ? null : quota - buckets.closed.minor;
}

const number = (value: Maybe) => (typeof value === 'number' ? value : 0);

/**
 * The lines as they were at a past instant: what the rule and the model said then of each owner's deals, and the calls that
 * had been made. Who belongs to which team, and the quotas, are those of now.
 *
 * @param byOwner the forecast report by owner, as of that instant
 */
export function linesThen(
  lines: readonly Line[],
  byOwner: readonly ReportRow[],
  calls: readonly ForecastSubmission[],
  instant: string,
  currency: string,
): Line[] {
  const rows = new Map(byOwner.map((row) => [row.owner === null ? null : String(row.owner), row]));
  const made = calls
    .filter(({ submitted_at }) => submitted_at <= instant)
    .toSorted((one, other) => other.submitted_at.localeCompare(one.submitted_at));
  const callOf = (id: string, kind: ForecastSubmission['kind']) =>
    made.find((call) => call.kind === kind && keyOf(call.subject) === id) ?? null;
  const people = lines.filter(({ kind }) => kind === 'person');
  return lines.map((line): Line => {
    const own = (line.owners ?? [null]).flatMap((name): ReportRow[] => {
      const row = rows.get(name);
      return row ? [row] : [];
    });
    const bucket = (name: BucketName): Bucket => ({
      minor: own.reduce((sum, row) => sum + number(row[`${name}_minor`]), 0),
      deals: own.reduce((sum, row) => sum + number(row[name]), 0),
    });
    const below = people.filter(({ name }) => name !== null && line.owners?.includes(name));
    const theirs = below.flatMap(({ id }) => callOf(id, 'owner') ?? []);
    // Only the server converts; a sum over several currencies stays unsaid.
    const isOneCurrency = theirs.every((call) => call.currency === currency);
    return {
      ...line,
      buckets: {
        closed: bucket('closed'),
        commit: bucket('commit'),
        best_case: bucket('best_case'),
        pipeline: bucket('pipeline'),
      },
      ownerCall: callOf(line.id, 'owner'),
      managerCall: callOf(line.id, 'manager'),
      ownerSum:
        line.kind === 'team' && isOneCurrency
          ? {
              commit_minor: theirs.reduce((sum, call) => sum + call.commit_minor, 0),
              best_minor: theirs.reduce((sum, call) => sum + call.best_minor, 0),
              people: below.length,
              called: theirs.length,
            }
          : null,
      model: line.kind === 'team' ? null : rangeIn(own[0]),
    };
  });
}
