import type { Api, Json } from './api.ts';

/** An account with a contact. */
export async function customer(api: Api, name = 'Northwind Analytics'): Promise<{ account: Json; contact: Json }> {
  const account = await api.post('accounts', { name, kind: 'legal_entity' });
  const contact = await api.post('contacts', { name: 'Grace Buyer', account_id: account.id, email: 'grace@northwind.example' });
  return { account, contact };
}

/** A deal in the first stage that lacks only what the customer must do. */
export async function dealReadyForTheCustomersWord(api: Api, name: string): Promise<Json> {
  const { account, contact } = await customer(api);
  const session = await api.get('session');
  const deal = await api.post('deals', {
    name,
    kind: 'new',
    pipeline: 'new-business',
    account_id: account.id,
    contact_id: contact.id,
    owner_id: session.user.id,
    amount: { amount_minor: 4_800_000, currency: 'USD' },
    next_step: 'Agree on the agenda',
  });
  await evidence(api, deal, 'target_fit', 'us', 'document');
  await evidence(api, deal, 'first_contact', 'us', 'email');
  return deal;
}

/** Records evidence that can be opened. */
export function evidence(api: Api, deal: Json, type: string, origin: 'us' | 'customer', kind: string): Promise<Json> {
  return api.post(`deals/${deal.id}/evidence`, {
    evidence_type: type,
    kind,
    origin,
    title: type,
    reference: `https://files.example/${type}`,
    occurred_at: new Date().toISOString(),
  });
}

/** What the customer does so that the first stage may be left. */
export async function customerAccepts(api: Api, deal: Json): Promise<void> {
  await evidence(api, deal, 'two_way_reply', 'customer', 'email');
  await evidence(api, deal, 'meeting_accepted', 'customer', 'meeting');
}
