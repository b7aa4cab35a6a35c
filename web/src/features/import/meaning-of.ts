import type { ImportObject } from '@/api/types';

/** The dictionary's words for fields that mean more than their name says. */
const TERMS: Partial<Record<ImportObject, Record<string, string>>> = {
  accounts: { name: 'account', segment: 'segment', owner: 'owner' },
  contacts: { name: 'contact', account: 'account', owner: 'owner' },
  deals: {
    name: 'deal',
    account: 'account',
    contact: 'contact',
    owner: 'owner',
    pipeline: 'pipeline',
    stage: 'stage',
    status: 'field.deal.status',
    amount: 'amount',
    currency: 'field.deal.currency',
    close_on: 'close-date',
    close_basis: 'close-basis',
    closed_on: 'field.deal.closed_at',
    opened_on: 'field.deal.opened_at',
    next_step: 'next-step',
    next_step_on: 'next-step',
    competition: 'competition',
    competitors: 'competition',
    source: 'source',
    loss_reason: 'loss-reason',
  },
  'stage-history': { stage: 'stage', entered_on: 'dwell', left_on: 'dwell' },
};

/** Records whose fields the dictionary lists, by what rows become. */
const RECORDS: Partial<Record<ImportObject, [record: string, fields: string[]]>> = {
  accounts: [
    'account',
    ['domain', 'registration_number', 'kind', 'industry', 'country', 'region', 'employees', 'external_id'],
  ],
  contacts: ['contact', ['email', 'title', 'external_id']],
  deals: ['deal', ['kind', 'external_id', 'product']],
  products: ['product', ['name', 'code', 'family', 'is_active', 'external_id']],
};

/** Where the dictionary explains a field of an import; nothing when its name says it all. */
export function meaningOf(object: ImportObject, field: string): string | undefined {
  const [record, fields] = RECORDS[object] ?? [];
  return TERMS[object]?.[field] ?? (fields?.includes(field) ? `field.${record}.${field}` : undefined);
}
