import { Checkbox, Group, PasswordInput, Select, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { api, body, ifVersion } from '@/api/client';
import { teamsQuery } from '@/api/queries';
import type { Role, User, Visibility } from '@/api/types';
import { useT } from '@/lib/use-locale';
import type { RecordValues } from '@/ui/RecordForm';
import { RecordForm } from '@/ui/RecordForm';

const ROLES: Role[] = ['admin', 'manager', 'ae', 'sdr', 'csm', 'marketing', 'executive'];
const VISIBILITIES: Visibility[] = ['own', 'team', 'all'];

/** What the workspace knows of a person; a password only to set it. */
export function PersonForm({ user, close, settle }: { user: User | null; close: () => void; settle: () => void }) {
  const t = useT('settings');
  const { data: teams } = useSuspenseQuery(teamsQuery);
  const send = (values: RecordValues) => {
    const shared = {
      name: String(values.name).trim(),
      role: values.role as Role,
      visibility: (values.visibility || null) as Visibility | null,
      team_id: values.team_id,
      password: values.password || null,
    };
    const email = String(values.email ?? '').trim();
    return user
      ? body(
          api.PATCH('/api/v1/users/{user_id}', {
            params: { path: { user_id: user.id } },
            headers: ifVersion(user.version),
            body: {
              ...given(shared),
              team_id: shared.team_id,
              ...(email && email !== user.email ? { email } : {}),
              is_active: values.is_active === 'yes',
            },
          }),
        )
      : body(api.POST('/api/v1/users', { body: { ...shared, email } }));
  };
  return (
    <RecordForm
      initial={{
        name: user?.name ?? '',
        email: user?.email ?? '',
        role: user?.role ?? 'ae',
        visibility: user?.visibility ?? null,
        team_id: user?.team?.id ?? null,
        password: '',
        is_active: user?.is_active === false ? 'no' : 'yes',
      }}
      send={send}
      settle={settle}
      done={(values) => t('saved', { name: String(values.name) })}
      close={close}
    >
      {(form) => (
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
            />
          )}
        </>
      )}
    </RecordForm>
  );
}

/** Only what has a value: absent fields stay as they are. */
function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
