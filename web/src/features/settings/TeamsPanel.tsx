import { Button, Modal, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, ifVersion } from '@/api/client';
import { sessionQuery, teamsQuery } from '@/api/queries';
import type { Team } from '@/api/types';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import { UserPicker } from '@/ui/pickers';
import { RecordForm } from '@/ui/RecordForm';
import classes from '@/features/settings/Settings.module.css';

/** The teams that visibility follows. */
export default function TeamsPanel() {
  const t = useT('settings');
  const common = useT('common');
  const client = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data } = useSuspenseQuery(teamsQuery);
  const [edited, setEdited] = useState<Team | 'new' | null>(null);
  const mayManage = may(session, 'team.manage') || session.user.role === 'admin';
  const team = edited === 'new' ? null : edited;
  const close = () => setEdited(null);
  return (
    <>
      <div className={classes.bar}>
        <p>{t('teams_text')}</p>
        <Button
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={!mayManage}
          title={mayManage ? undefined : common('no_permission')}
          onClick={() => setEdited('new')}
        >
          {t('add_team')}
        </Button>
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('parent_team')}</th>
            <th scope="col">{t('manager')}</th>
            <th scope="col" className={classes.end}>
              <span className="visually-hidden">{t('edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.id}>
              <td>{row.name}</td>
              <td>{data.rows.find(({ id }) => id === row.parent_id)?.name}</td>
              <td>{row.manager?.name}</td>
              <td className={classes.end}>
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={!mayManage}
                  aria-label={t('edit_named', { name: row.name })}
                  onClick={() => setEdited(row as Team)}
                >
                  {t('edit')}
                </Button>
              </td>
            </tr>
          ))}
          {data.rows.length === 0 && (
            <tr>
              <td colSpan={4}>{t('no_teams')}</td>
            </tr>
          )}
        </tbody>
      </table>
      {edited && (
        <Modal
          opened
          onClose={close}
          title={team?.name ?? t('add_team')}
          closeButtonProps={{ 'aria-label': common('close') }}
        >
          <RecordForm
            initial={{
              name: team?.name ?? '',
              parent_id: team?.parent_id ?? null,
              manager_id: team?.manager?.id ?? null,
            }}
            send={({ name, parent_id, manager_id }) => {
              const values = { name: String(name).trim(), parent_id, manager_id };
              return team
                ? body(
                    api.PATCH('/api/v1/teams/{team_id}', {
                      params: { path: { team_id: team.id } },
                      headers: ifVersion(team.version),
                      body: values,
                    }),
                  )
                : body(api.POST('/api/v1/teams', { body: values }));
            }}
            settle={() => client.invalidateQueries({ queryKey: teamsQuery.queryKey })}
            done={({ name }) => t('saved', { name: String(name) })}
            close={close}
          >
            {(form) => (
              <>
                <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
                <Select
                  label={t('parent_team')}
                  clearable
                  data={data.rows
                    .filter(({ id }) => id !== team?.id)
                    .map(({ id, name }) => ({ value: id, label: name }))}
                  {...form.getInputProps('parent_id')}
                />
                <UserPicker
                  label={t('manager')}
                  clearable
                  value={form.values.manager_id ?? null}
                  onChange={(id) => form.setFieldValue('manager_id', id)}
                />
              </>
            )}
          </RecordForm>
        </Modal>
      )}
    </>
  );
}
