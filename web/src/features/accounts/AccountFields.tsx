import { Group, Select, TextInput } from '@mantine/core';
import type { Account, AccountKind } from '@/api/types';
import { useT } from '@/lib/use-locale';
import { AccountPicker, UserPicker } from '@/ui/pickers';
import type { RecordFormApi } from '@/ui/RecordForm';

const KINDS: AccountKind[] = ['legal_entity', 'branch', 'brand', 'group'];

/** An account's fields, the most telling first. */
export function AccountFields({ form, account }: { form: RecordFormApi; account?: Account }) {
  const t = useT('records');
  const pick = (key: 'parent_id' | 'owner_id') => ({
    value: form.values[key] ?? null,
    onChange: (id: string | null) => form.setFieldValue(key, id),
    error: form.errors[key],
  });
  return (
    <>
      <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
      <Group grow align="start">
        <TextInput label={t('domain')} placeholder="example.com" {...form.getInputProps('domain')} />
        <Select
          label={t('kind')}
          allowDeselect={false}
          data={KINDS.map((key) => ({ value: key, label: t(`kinds.${key}`) }))}
          {...form.getInputProps('kind')}
        />
      </Group>
      <Group grow align="start">
        <TextInput label={t('industry')} {...form.getInputProps('industry')} />
        <TextInput label={t('segment')} {...form.getInputProps('segment')} />
      </Group>
      <Group grow align="start">
        <TextInput label={t('country')} {...form.getInputProps('country')} />
        <TextInput label={t('region')} {...form.getInputProps('region')} />
      </Group>
      <Group grow align="start">
        <TextInput
          label={t('employees')}
          inputMode="numeric"
          {...form.getInputProps('employees')}
          onChange={(event) => form.setFieldValue('employees', event.target.value.replace(/\D/g, ''))}
        />
        <TextInput label={t('registration_number')} {...form.getInputProps('registration_number')} />
      </Group>
      <Group grow align="start">
        <TextInput label={t('phone')} type="tel" {...form.getInputProps('phone')} />
        <TextInput label={t('website')} {...form.getInputProps('website')} />
      </Group>
      <Group grow align="start">
        <AccountPicker label={t('parent')} chosen={account?.parent} {...pick('parent_id')} />
        <UserPicker label={t('owner')} {...pick('owner_id')} />
      </Group>
    </>
  );
}
