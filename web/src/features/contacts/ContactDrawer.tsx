import { Drawer, Group, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body, ifVersion } from '@/api/client';
import type { Contact } from '@/api/types';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import { AccountPicker, UserPicker } from '@/ui/pickers';
import type { RecordFormApi, RecordValues } from '@/ui/RecordForm';
import { RecordForm } from '@/ui/RecordForm';
import { ErrorState, ListSkeleton } from '@/ui/states';

const BLANK: RecordValues = { name: '', email: '', phone: '', title: '', account_id: null, owner_id: null };

/** One contact beside the list, to read, change or create. */
export function ContactDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT('records');
  const common = useT('common');
  const client = useQueryClient();
  const isNew = id === 'new';
  const { data, error, refetch } = useQuery({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } }, signal })),
    enabled: !isNew,
  });
  const send = (values: RecordValues) => {
    const contact = payload(values);
    return isNew
      ? body(api.POST('/api/v1/contacts', { body: contact }))
      : body(
          api.PATCH('/api/v1/contacts/{contact_id}', {
            params: { path: { contact_id: id } },
            headers: data && ifVersion(data.version),
            body: contact,
          }),
        );
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={460}
      title={isNew ? t('new_contact') : (data?.name ?? '')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : isNew || data ? (
        <RecordForm
          initial={data ? valuesOf(data) : BLANK}
          isReadOnly={!!data && !may(data, 'contact.write') && !may(data, 'contact.edit')}
          send={send}
          done={(values) => t('saved', { name: String(values.name) })}
          settle={() => client.invalidateQueries({ queryKey: ['contacts'] })}
          close={close}
        >
          {(form) => <ContactFields form={form} contact={data} />}
        </RecordForm>
      ) : (
        <ListSkeleton rows={6} />
      )}
    </Drawer>
  );
}

function ContactFields({ form, contact }: { form: RecordFormApi; contact?: Contact }) {
  const t = useT('records');
  const pick = (key: 'account_id' | 'owner_id') => ({
    value: form.values[key] ?? null,
    onChange: (id: string | null) => form.setFieldValue(key, id),
    error: form.errors[key],
  });
  return (
    <>
      <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
      <Group grow align="start">
        <TextInput label={t('title')} {...form.getInputProps('title')} />
        <AccountPicker label={t('account')} chosen={contact?.account} {...pick('account_id')} />
      </Group>
      <TextInput label={t('email')} type="email" {...form.getInputProps('email')} />
      <Group grow align="start">
        <TextInput label={t('phone')} type="tel" {...form.getInputProps('phone')} />
        <UserPicker label={t('owner')} {...pick('owner_id')} />
      </Group>
    </>
  );
}

function valuesOf({ name, email, phone, title, account, owner }: Contact): RecordValues {
  return {
    name,
    email: email ?? '',
    phone: phone ?? '',
    title: title ?? '',
    account_id: account?.id ?? null,
    owner_id: owner?.id ?? null,
  };
}

/** What the form says, as the API takes it: an emptied field is null. */
function payload(values: RecordValues) {
  const text = (key: string) => String(values[key] ?? '').trim() || null;
  return {
    name: String(values.name).trim(),
    email: text('email'),
    phone: text('phone'),
    title: text('title'),
    account_id: values.account_id,
    owner_id: values.owner_id,
  };
}
