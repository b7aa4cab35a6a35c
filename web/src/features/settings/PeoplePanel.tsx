import { Button, Modal } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery, usersQuery } from '@/api/queries';
import type { User } from '@/api/types';
import { PersonForm } from '@/features/settings/PersonForm';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import classes from '@/features/settings/Settings.module.css';

/** Who is in the workspace and what they may do and see. */
export default function PeoplePanel() {
  const t = useT('settings');
  const common = useT('common');
  const client = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data } = useSuspenseQuery(usersQuery);
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const mayManage =
    ['user.manage', 'user.create'].some((action) => may(session, action)) || session.user.role === 'admin';
  const close = () => setEdited(null);
  return (
    <>
      <div className={classes.bar}>
        <p>{t('people_text')}</p>
        <Button
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={!mayManage}
          title={mayManage ? undefined : common('no_permission')}
          onClick={() => setEdited('new')}
        >
          {t('add_person')}
        </Button>
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('email')}</th>
            <th scope="col">{t('role')}</th>
            <th scope="col">{t('visibility')}</th>
            <th scope="col">{t('team')}</th>
            <th scope="col" className={classes.end}>
              <span className="visually-hidden">{t('edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((user) => (
            <tr key={user.id} data-off={!user.is_active || undefined}>
              <td>
                {user.name}
                {!user.is_active && ` · ${t('inactive')}`}
              </td>
              <td>{user.email ?? t('no_sign_in')}</td>
              <td>{t(`roles.${user.role}`)}</td>
              <td>{t(`visibilities.${user.visibility}`)}</td>
              <td>{user.team?.name}</td>
              <td className={classes.end}>
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={!mayManage}
                  aria-label={t('edit_named', { name: user.name })}
                  onClick={() => setEdited(user as User)}
                >
                  {t('edit')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {edited && (
        <Modal
          opened
          onClose={close}
          size={480}
          title={edited === 'new' ? t('add_person') : edited.name}
          closeButtonProps={{ 'aria-label': common('close') }}
        >
          <PersonForm
            user={edited === 'new' ? null : edited}
            close={close}
            settle={() => client.invalidateQueries({ queryKey: usersQuery.queryKey })}
          />
        </Modal>
      )}
    </>
  );
}
