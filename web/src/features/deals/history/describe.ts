import type { JournalEntry } from '@/api/types';

/** One field of a change: what it was and what it became. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** Fields that follow from others or only keep order; nobody reads them in a history. */
const SILENT = new Set([
  'id',
  'workspace_id',
  'deal_id',
  'version',
  'created_at',
  'updated_at',
  'recorded_at',
  'recorded_by',
  'playbook_version',
  'stage_entered_at',
  'number',
  'content_hash',
  'actor_id',
  'review_id',
  'requested_at',
  'decided_at',
  // Said below the change, in the playbook's words.
  'reason',
  'note',
  'status',
  'last_customer_evidence_at',
]);

/** Kinds of records of which only some fields are worth telling. */
const TOLD: Record<string, readonly string[]> = {
  stage_visit: ['stage', 'entered_from'],
  review_note: ['evidence_answer', 'next_confirmation', 'next_confirmation_on', 'risk', 'risk_plan', 'decisions'],
};

/** The fields a reader wants to see of an entry, in the order they were journaled. */
export function fieldChanges(entry: Pick<JournalEntry, 'changes' | 'object_kind'>): FieldChange[] {
  return Object.entries(entry.changes as Record<string, unknown[]>)
    .filter(([field]) => !SILENT.has(field) && (TOLD[entry.object_kind]?.includes(field) ?? true))
    .map(([field, pair]) => ({ field, before: pair[0] ?? null, after: pair[1] ?? null }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

/** The instant from which an entry counts: imported history when it happened, everything else when it was recorded. */
export function effectiveAt(entry: Pick<JournalEntry, 'origin' | 'occurred_at' | 'recorded_at'>): string {
  return entry.origin === 'import' ? entry.occurred_at : entry.recorded_at;
}

/** Is it a plain value that can be printed as "before → after"? */
export function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Where an instant lies between two others, as whole steps of a slider. */
export function stepOf(instant: string, from: number, to: number, steps: number): number {
  if (to <= from) return steps;
  const share = (Date.parse(instant) - from) / (to - from);
  return Math.round(Math.min(1, Math.max(0, share)) * steps);
}

/** The instant at a step of a slider. */
export function instantAt(step: number, from: number, to: number, steps: number): string {
  return new Date(Math.round(from + ((to - from) * step) / steps)).toISOString();
}
