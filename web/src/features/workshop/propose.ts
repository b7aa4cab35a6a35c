import type { LaidDeal } from '@/features/workshop/laid';

/** A happening that somebody called a confirmation by the customer, under the name of what was confirmed. */
export interface Mark {
  deal: string;
  /** What was confirmed: the key of a type of evidence, or a name of one's own. */
  name: string;
  /** Where in the deal's life, 0 to 1. */
  place: number;
  /** Days since the deal was opened. */
  days: number;
}

/** What was confirmed, over all deals. */
export interface Cluster {
  name: string;
  /** Where it usually happens in the life of a won deal, 0 to 1; in a lost deal's shorter life it says nothing. */
  place: number;
  /** Days after the opening at which it usually happens in won deals. */
  days: number;
  won: number;
  lost: number;
  /** Share of the won, and of the lost deals that had it; none where there are no such deals. */
  wonShare: number | null;
  lostShare: number | null;
}

/** A stage as the history proposes it. */
export interface ProposedStage {
  /** The confirmation that ends it. */
  end: Cluster;
  /** What else the customer has confirmed by then, earliest first. */
  along: Cluster[];
  /** Days that a won deal usually takes from the end of the stage before to the end of this one. */
  days: number;
}

/** Stages to coach by: fewer say too little, more nobody keeps. */
export const FEWEST = 6;
export const MOST = 8;
/** A confirmation that half of the won deals did without makes no stage. */
const COMMON = 0.5;
/** Closer together than this share of a deal's life, two confirmations are one step. */
const NEAR = 0.06;
/** What happens this late is the close itself. */
const CLOSE = 0.99;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** The confirmations by name, in the order in which won deals get them; a deal's first of a name counts. */
export function clustersOf(deals: readonly LaidDeal[], marks: readonly Mark[]): Cluster[] {
  const isWon = new Map(deals.map((deal) => [deal.id, deal.isWon]));
  const won = deals.filter((deal) => deal.isWon).length;
  const byName = grouped(
    marks.filter(({ deal }) => isWon.has(deal)),
    ({ name }) => name,
  );
  const clusters = [...byName].map(([name, all]): Cluster => {
    const firsts = [...grouped(all, ({ deal }) => deal).values()].map((own) =>
      own.reduce((first, mark) => (mark.place < first.place ? mark : first)),
    );
    const inWon = firsts.filter(({ deal }) => isWon.get(deal));
    const placed = inWon.length > 0 ? inWon : firsts;
    const lost = firsts.length - inWon.length;
    return {
      name,
      place: median(placed.map(({ place }) => place)),
      days: median(placed.map(({ days }) => days)),
      won: inWon.length,
      lost,
      wonShare: share(inWon.length, won),
      lostShare: share(lost, deals.length - won),
    };
  });
  return clusters.toSorted((one, other) => one.place - other.place || one.name.localeCompare(other.name));
}

const centre = (group: readonly Cluster[]) => group.reduce((sum, { place }) => sum + place, 0) / group.length;

/** The two neighbours that lie closest together, and how far apart they are. */
function closest(groups: readonly Cluster[][]): { at: number; gap: number } {
  const gaps = groups.slice(1).map((group, at) => ({ at, gap: centre(group) - centre(groups[at] ?? []) }));
  return gaps.reduce((best, one) => (one.gap < best.gap ? one : best), { at: -1, gap: Infinity });
}

/**
 * Six to eight stages from what customers confirmed: the confirmations that at least half of the won deals had, in the
 * order in which they usually come, near ones as one step. Each stage ends with the last confirmation of its step.
 * Fewer than six where fewer were marked; none without won deals.
 */
export function propose(deals: readonly LaidDeal[], marks: readonly Mark[]): ProposedStage[] {
  const kept = clustersOf(deals, marks).filter(
    ({ wonShare, place }) => wonShare !== null && wonShare >= COMMON && place < CLOSE,
  );
  const groups = kept.map((cluster) => [cluster]);
  for (;;) {
    const { at, gap } = closest(groups);
    const isTooMany = groups.length > MOST;
    if (at < 0 || !(isTooMany || (gap < NEAR && groups.length > FEWEST))) break;
    groups.splice(at, 2, [...(groups[at] ?? []), ...(groups[at + 1] ?? [])]);
  }
  let before = 0;
  return groups.flatMap((group) => {
    const end = group.at(-1);
    if (!end) return [];
    const days = Math.max(0, end.days - before);
    before = Math.max(before, end.days);
    return [{ end, along: group.slice(0, -1), days }];
  });
}
