import type { Text } from '@/api/types';
import type { Happening, LaidDeal } from '@/features/workshop/laid';
import type { Mark } from '@/features/workshop/propose';

/** What somebody decided in a workshop, beyond what is proposed. */
export interface Decisions {
  /** By happening: what the customer confirmed with it; null where it confirms nothing. */
  marks: Readonly<Record<string, string | null>>;
  /** By stage of the draft: its name. */
  names: Readonly<Record<string, Text>>;
}

export const NOTHING_DECIDED: Decisions = { marks: {}, names: {} };

/** What a happening confirms: as decided, else evidence of the customer's by its type. */
export function nameOfMark({ id, kind, isCustomers, type }: Happening, { marks }: Decisions): string | null {
  const decided = marks[id];
  if (decided !== undefined) return decided;
  return kind === 'evidence' && isCustomers ? type : null;
}

const DAY_MS = 86_400_000;

/** Every confirmation of the deals. */
export function marksOf(deals: readonly LaidDeal[], decisions: Decisions): Mark[] {
  return deals.flatMap((deal) =>
    deal.happenings.flatMap((happening) => {
      const name = nameOfMark(happening, decisions);
      if (!name) return [];
      const days = Math.max(0, (Date.parse(happening.at) - Date.parse(deal.openedAt)) / DAY_MS);
      return [{ deal: deal.id, name, place: happening.place, days }];
    }),
  );
}

/** All confirmations of one name under another, or, with null, none of them any more. */
export function renamed(deals: readonly LaidDeal[], decisions: Decisions, from: string, to: string | null): Decisions {
  const own = deals.flatMap(({ happenings }) => happenings.filter((one) => nameOfMark(one, decisions) === from));
  return { ...decisions, marks: { ...decisions.marks, ...Object.fromEntries(own.map(({ id }) => [id, to])) } };
}

const keyOf = (pipeline: string) => `proofline-workshop-${pipeline}`;

/** What was decided about a pipeline on this device before. */
export function keptDecisions(pipeline: string): Decisions {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(pipeline)) ?? 'null');
    if (kept === null || typeof kept !== 'object') return NOTHING_DECIDED;
    const { marks, names } = kept as Partial<Decisions>;
    return { marks: marks ?? {}, names: names ?? {} };
  } catch {
    return NOTHING_DECIDED;
  }
}

/** Keeps it for the next time; a device that keeps nothing forgets it. */
export function keepDecisions(pipeline: string, decisions: Decisions): void {
  try {
    localStorage.setItem(keyOf(pipeline), JSON.stringify(decisions));
  } catch {
    // A workshop that has to be begun again is better than one that stops.
  }
}
