import { api, body, ifVersion } from '@/api/client';
import type { Account, AccountKind, CreateAccount } from '@/api/types';
import type { Records, RecordValues } from '@/ui/RecordForm';

const BLANK = {
  name: '',
  kind: 'legal_entity',
  domain: '',
  registration_number: '',
  industry: '',
  country: '',
  region: '',
  segment: '',
  employees: '',
  phone: '',
  website: '',
  parent_id: null,
  owner_id: null,
} satisfies RecordValues;

const at = (account_id: string) => ({ path: { account_id } });

/** Accounts, as their form reads and writes them. */
export const accounts: Records<Account, CreateAccount> = {
  noun: 'accounts',
  read: (id) => body(api.GET('/api/v1/accounts/{account_id}', { params: at(id) })),
  create: (account) => body(api.POST('/api/v1/accounts', { body: account })),
  edit: (id, change, version) =>
    body(api.PATCH('/api/v1/accounts/{account_id}', { params: at(id), headers: ifVersion(version), body: change })),
  takeBack: ({ id }) => body(api.DELETE('/api/v1/accounts/{account_id}', { params: at(id) })),
  valuesOf: (account) => {
    if (!account) return BLANK;
    const texts = Object.keys(BLANK).map((key) => [key, (account as unknown as RecordValues)[key] ?? '']);
    return {
      ...Object.fromEntries(texts),
      employees: account.employees === null ? '' : String(account.employees),
      parent_id: account.parent?.id ?? null,
      owner_id: account.owner?.id ?? null,
    };
  },
  fieldsOf: (values) => {
    const text = (key: keyof typeof BLANK) => String(values[key] ?? '').trim() || null;
    return {
      name: String(values.name).trim(),
      kind: values.kind as AccountKind,
      domain: text('domain'),
      registration_number: text('registration_number'),
      industry: text('industry'),
      country: text('country'),
      region: text('region'),
      segment: text('segment'),
      phone: text('phone'),
      website: text('website'),
      employees: values.employees ? Number(values.employees) : null,
      parent_id: values.parent_id,
      owner_id: values.owner_id,
    };
  },
};
