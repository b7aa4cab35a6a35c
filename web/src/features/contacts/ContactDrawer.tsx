import { Group, TextInput } from '@mantine/core';
import { api, body, ifVersion } from '@/api/client';
import type { Contact, CreateContact } from '@/api/types';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import { AccountPicker, UserPicker } from '@/ui/pickers';
import { RecordDrawer } from '@/ui/RecordDrawer';
import type { RecordFormApi, Records } from '@/ui/RecordForm';

const at = (contact_id: string) => ({ path: { contact_id } });

/** Contacts, as their form reads and writes them. */
const contacts: Records<Contact, CreateContact> = {
  noun: 'contacts',
  read: (id) => body(api.GET('/api/v1/contacts/{contact_id}', { params: at(id) })),
  create: (contact) => body(api.POST('/api/v1/contacts', { body: contact })),
  edit: (id, change, version) =>
    body(api.PATCH('/api/v1/contacts/{contact_id}', { params: at(id), headers: ifVersion(version), body: change })),
  takeBack: ({ id }) => body(api.DELETE('/api/v1/contacts/{contact_id}', { params: at(id) })),
  valuesOf: (contact) => ({
    name: contact?.name ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
    title: contact?.title ?? '',
    account_id: contact?.account?.id ?? null,
    owner_id: contact?.owner?.id ?? null,
  }),
  fieldsOf: (values) => {
    const text = (key: string) => String(values[key] ?? '').trim() || null;
    return {
      name: String(values.name).trim(),
      email: text('email'),
      phone: text('phone'),
      title: text('title'),
      account_id: values.account_id,
      owner_id: values.owner_id,
    };
  },
};

/** One contact beside the list. */
export function ContactDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT('records');
  return (
    <RecordDrawer
      id={id}
      records={contacts}
      newTitle={t('new_contact')}
      mayEdit={(contact) => may(contact, 'contact.write') || may(contact, 'contact.edit')}
      words={{ label: (field) => t(field.replace(/_id$/, '') as 'name') }}
      close={close}
    >
      {(form, contact) => <ContactFields form={form} contact={contact} />}
    </RecordDrawer>
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
