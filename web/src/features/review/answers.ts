import type { ReviewEntry, ReviewNote, TakeNote } from '@/features/review/queries';
import type { Money } from '@/lib/money';

/** What is typed about a deal: empty texts, not nulls, so that a field always has a value. */
export interface Answers {
  evidence_answer: string;
  next_confirmation: string;
  next_confirmation_on: string;
  risk: string;
  risk_plan: string;
  decisions: string;
}

const NAMES = [
  'evidence_answer',
  'next_confirmation',
  'next_confirmation_on',
  'risk',
  'risk_plan',
  'decisions',
] as const satisfies readonly (keyof Answers)[];

/** A note as it is typed. */
export function answersOf(note: ReviewNote | null | undefined): Answers {
  return Object.fromEntries(NAMES.map((name) => [name, note?.[name] ?? ''])) as unknown as Answers;
}

/** The answers as the API takes them: a blank one is none. A plan without a risk waits until there is one. */
export function asSent(answers: Answers): Omit<TakeNote, 'actions' | 'state'> {
  const sent = Object.fromEntries(NAMES.map((name) => [name, answers[name].trim() || null]));
  if (sent.risk === null) sent.risk_plan = null;
  return sent as Omit<TakeNote, 'actions' | 'state'>;
}

/** The answers that differ, by name. */
export function changedNames(before: Answers, after: Answers): (keyof Answers)[] {
  const [was, is] = [asSent(before), asSent(after)];
  return NAMES.filter((name) => (was[name] ?? null) !== (is[name] ?? null));
}

/** How far a review has come: deals done of all, and what the reviewed ones are worth by currency. */
export interface Progress {
  reviewed: number;
  skipped: number;
  total: number;
  worth: Money[];
}

/** How far a queue has come. */
export function progressOf(entries: readonly ReviewEntry[]): Progress {
  const sums = new Map<string, number>();
  for (const { state, deal } of entries) {
    if (state !== 'reviewed' || !deal.amount) continue;
    sums.set(deal.amount.currency, (sums.get(deal.amount.currency) ?? 0) + deal.amount.amount_minor);
  }
  return {
    reviewed: entries.filter(({ state }) => state === 'reviewed').length,
    skipped: entries.filter(({ state }) => state === 'skipped').length,
    total: entries.length,
    worth: [...sums].map(([currency, amount_minor]) => ({ currency, amount_minor })),
  };
}

/** The deal some steps on in the queue; the ends hold. */
export function stepFrom(
  entries: readonly ReviewEntry[],
  dealId: string | undefined,
  steps: number,
): string | undefined {
  const at = entries.findIndex(({ deal }) => deal.id === dealId);
  const next = Math.min(entries.length - 1, Math.max(0, at + steps));
  return entries[next]?.deal.id;
}

/** Where to begin: the first deal that is not talked about yet, else the first. */
export function firstOpen(entries: readonly ReviewEntry[]): string | undefined {
  return (entries.find(({ state }) => state === 'unreviewed') ?? entries[0])?.deal.id;
}

/** Where to go on after a deal: the next that is not talked about yet, wrapping around; the deal itself when all are. */
export function nextOpen(entries: readonly ReviewEntry[], dealId: string): string {
  const at = entries.findIndex(({ deal }) => deal.id === dealId);
  const around = [...entries.slice(at + 1), ...entries.slice(0, Math.max(at, 0))];
  return around.find(({ state }) => state === 'unreviewed')?.deal.id ?? dealId;
}
