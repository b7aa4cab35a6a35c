import type { Activity, DealRow, Evidence, StageVisit } from '@/api/types';

/** Something that happened to a deal, laid on the deal's own life. */
export interface Happening {
  id: string;
  kind: 'evidence' | 'activity' | 'visit';
  /** When, as an instant. */
  at: string;
  /** When, as a share of the deal's life: 0 where it was opened, 1 where it was closed. */
  place: number;
  /** The customer did or said it. */
  isCustomers: boolean;
  /** Type of evidence, kind of activity, or stage entered. */
  type: string;
  /** As it was recorded; a stage has none. */
  title: string | null;
}

/** A closed deal with what happened to it, in order. */
export interface LaidDeal {
  id: string;
  name: string;
  /** The customer's name. */
  account: string | null;
  isWon: boolean;
  openedAt: string;
  closedAt: string;
  happenings: Happening[];
}

interface Recorded {
  evidence: readonly Evidence[];
  visits: readonly StageVisit[];
  activities: readonly Activity[];
}

/** Where an instant lies in a deal's life, kept within it. */
function placeOf(at: string, openedAt: string, closedAt: string): number {
  const [opened, closed] = [Date.parse(openedAt), Date.parse(closedAt)];
  if (closed <= opened) return 0;
  return Math.min(1, Math.max(0, (Date.parse(at) - opened) / (closed - opened)));
}

/** Lays out a closed deal. What was retracted, planned, or happened after the close is left out. */
export function layOut(deal: DealRow & { closed_at: string }, { evidence, visits, activities }: Recorded): LaidDeal {
  const { id, name, status, opened_at: openedAt, closed_at: closedAt } = deal;
  const place = (at: string) => ({ at, place: placeOf(at, openedAt, closedAt) });
  const happenings: Happening[] = [
    ...evidence
      .filter(({ retracted_at }) => !retracted_at)
      .map((one) => ({
        id: one.id,
        kind: 'evidence' as const,
        ...place(one.occurred_at),
        isCustomers: one.origin === 'customer',
        type: one.evidence_type,
        title: one.title,
      })),
    ...activities
      .filter(({ kind }) => kind !== 'task')
      .map((one) => ({
        id: one.id,
        kind: 'activity' as const,
        ...place(one.occurred_at),
        isCustomers: false,
        type: one.kind,
        title: one.subject,
      })),
    ...visits
      .filter(({ kind }) => kind === 'open')
      .map((one) => ({
        id: one.id,
        kind: 'visit' as const,
        ...place(one.entered_at),
        isCustomers: false,
        type: one.stage,
        title: null,
      })),
  ].filter(({ at }) => at <= closedAt);
  happenings.sort((one, other) => one.at.localeCompare(other.at));
  return { id, name, account: deal.account?.name ?? null, isWon: status === 'won', openedAt, closedAt, happenings };
}
