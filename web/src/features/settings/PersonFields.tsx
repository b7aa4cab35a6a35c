import { Checkbox, Group, PasswordInput, Select, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { teamsQuery } from '@/api/queries';
import type { Role, User, Visibility } from '@/api/types';
import { useT } from '@/lib/use-locale';
import type { RecordFormApi } from '@/ui/RecordForm';

const ROLES: Role[] = ['admin', 'manager', 'ae', 'sdr', 'csm', 'marketing', 'executive'];
const VISIBILITIES: Visibility[] = ['own', 'team', 'all'];

/** What the workspace knows of a person; a password only to set it. */
export function PersonFields({ form, user }: { form: RecordFormApi; user?: User }) {
  const t = useT('settings');
  const { data: teams } = useSuspenseQuery(teamsQuery);
  return (
    <>
      <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
      <TextInput label={t('email')} type="email" required={!user} {...form.getInputProps('email')} />
      <Group grow align="start">
        <Select
          label={t('role')}
          allowDeselect={false}
          data={ROLES.map((key) => ({ value: key, label: t(`roles.${key}`) }))}
          {...form.getInputProps('role')}
        />
        <Select
          label={t('visibility')}
          placeholder={t('visibility_default')}
          clearable={!user}
          data={VISIBILITIES.map((key) => ({ value: key, label: t(`visibilities.${key}`) }))}
          {...form.getInputProps('visibility')}
        />
      </Group>
      <Select
        label={t('team')}
        clearable
        data={teams.rows.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.getInputProps('team_id')}
      />
      <PasswordInput
        label={user ? t('new_password') : t('first_password')}
        description={t('password_help')}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      {user && (
        <Checkbox
          label={t('is_active')}
          checked={form.values.is_active === 'yes'}
          onChange={(event) => form.setFieldValue('is_active', event.target.checked ? 'yes' : 'no')}
          error={form.errors.is_active}
        />
      )}
    </>
  );
}
