import { Drawer } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body, ifVersion } from '@/api/client';
import type { Account, AccountKind } from '@/api/types';
import { AccountFields } from '@/features/accounts/AccountFields';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import type { RecordValues } from '@/ui/RecordForm';
import { RecordForm } from '@/ui/RecordForm';
import { ErrorState, ListSkeleton } from '@/ui/states';

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

/** One account beside the list, to read, change or create. */
export function AccountDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT('records');
  const common = useT('common');
  const client = useQueryClient();
  const isNew = id === 'new';
  const { data, error, refetch } = useQuery({
    queryKey: ['accounts', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/accounts/{account_id}', { params: { path: { account_id: id } }, signal })),
    enabled: !isNew,
  });
  const send = (values: RecordValues) => {
    const account = payload(values);
    return isNew
      ? body(api.POST('/api/v1/accounts', { body: account }))
      : body(
          api.PATCH('/api/v1/accounts/{account_id}', {
            params: { path: { account_id: id } },
            headers: data && ifVersion(data.version),
            body: account,
          }),
        );
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={460}
      title={isNew ? t('new_account') : (data?.name ?? '')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : isNew || data ? (
        <RecordForm
          initial={data ? valuesOf(data) : BLANK}
          isReadOnly={!!data && !may(data, 'account.write') && !may(data, 'account.edit')}
          send={send}
          done={(values) => t('saved', { name: String(values.name) })}
          settle={() => client.invalidateQueries({ queryKey: ['accounts'] })}
          close={close}
        >
          {(form) => <AccountFields form={form} account={data} />}
        </RecordForm>
      ) : (
        <ListSkeleton rows={8} />
      )}
    </Drawer>
  );
}

function valuesOf(account: Account): RecordValues {
  const { parent, owner, employees } = account;
  const texts = Object.keys(BLANK).map((key) => [key, (account as unknown as RecordValues)[key] ?? '']);
  return {
    ...Object.fromEntries(texts),
    employees: employees === null ? '' : String(employees),
    parent_id: parent?.id ?? null,
    owner_id: owner?.id ?? null,
  };
}

/** What the form says, as the API takes it: an emptied field is null. */
function payload(values: RecordValues) {
  const text = (key: keyof typeof BLANK) => String(values[key] ?? '').trim() || null;
  const employees = Number(values.employees);
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
    employees: values.employees && Number.isInteger(employees) ? employees : null,
    parent_id: values.parent_id,
    owner_id: values.owner_id,
  };
}
