import { Select, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { api, body, ifVersion } from '@/api/client';
import { sessionQuery, teamsQuery } from '@/api/queries';
import type { CreateTeam, Team } from '@/api/types';
import { RecordTable } from '@/features/settings/RecordTable';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import { UserPicker } from '@/ui/pickers';
import type { Records } from '@/ui/RecordForm';

/** Teams, as their form reads and writes them. There is no reading of one alone, nor a way to remove one. */
const teams: Records<Team, CreateTeam> = {
  noun: 'teams',
  read: async (id) => {
    const { rows } = await body(api.GET('/api/v1/teams'));
    const team = (rows as Team[]).find((one) => one.id === id);
    if (!team) throw new Error(`no team ${id}`);
    return team;
  },
  create: (team) => body(api.POST('/api/v1/teams', { body: team })),
  edit: (team_id, change, version) =>
    body(
      api.PATCH('/api/v1/teams/{team_id}', {
        params: { path: { team_id } },
        headers: ifVersion(version),
        body: change,
      }),
    ),
  valuesOf: (team) => ({
    name: team?.name ?? '',
    parent_id: team?.parent_id ?? null,
    manager_id: team?.manager?.id ?? null,
  }),
  fieldsOf: ({ name, parent_id, manager_id }) => ({ name: String(name).trim(), parent_id, manager_id }),
};

/** The teams that visibility follows. */
export default function TeamsPanel() {
  const t = useT('settings');
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data } = useSuspenseQuery(teamsQuery);
  const rows = data.rows as Team[];
  return (
    <RecordTable
      label={t('tabs.teams')}
      text={t('teams_text')}
      newLabel={t('add_team')}
      emptyText={t('no_teams')}
      mayManage={may(session, 'team.manage') || session.user.role === 'admin'}
      columns={[
        { label: t('name'), cell: (team) => team.name },
        { label: t('parent_team'), cell: (team) => rows.find(({ id }) => id === team.parent_id)?.name },
        { label: t('manager'), cell: (team) => team.manager?.name },
      ]}
      rows={rows}
      records={teams}
      words={{ label: (field) => t(field === 'parent_id' ? 'parent_team' : field === 'name' ? 'name' : 'manager') }}
      fields={(form, team) => (
        <>
          <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
          <Select
            label={t('parent_team')}
            clearable
            data={rows.filter(({ id }) => id !== team?.id).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('parent_id')}
          />
          <UserPicker
            label={t('manager')}
            clearable
            value={form.values.manager_id ?? null}
            onChange={(id) => form.setFieldValue('manager_id', id)}
            error={form.errors.manager_id}
          />
        </>
      )}
    />
  );
}
