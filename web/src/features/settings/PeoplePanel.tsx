import { useSuspenseQuery } from '@tanstack/react-query';
import { api, body, ifVersion } from '@/api/client';
import { sessionQuery, usersQuery } from '@/api/queries';
import type { CreateUser, EditUser, Role, User, Visibility } from '@/api/types';
import { PersonFields } from '@/features/settings/PersonFields';
import { RecordTable } from '@/features/settings/RecordTable';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import type { Records } from '@/ui/RecordForm';

const at = (user_id: string) => ({ path: { user_id } });

/** A new person may have no visibility of their own: their role's then. */
type Person = Omit<CreateUser, 'email'> & Pick<EditUser, 'email' | 'is_active'>;

/** People, as their form reads and writes them; a password only to set it. */
const people: Records<User, Person> = {
  noun: 'users',
  read: (id) => body(api.GET('/api/v1/users/{user_id}', { params: at(id) })),
  create: ({ is_active: _, email, ...person }) =>
    body(api.POST('/api/v1/users', { body: { ...person, email: email ?? '' } })),
  edit: (id, { name, role, visibility, email, ...change }, version) =>
    body(
      api.PATCH('/api/v1/users/{user_id}', {
        params: at(id),
        headers: ifVersion(version),
        // These cannot be emptied.
        body: {
          ...change,
          ...(name ? { name } : {}),
          ...(role ? { role } : {}),
          ...(visibility ? { visibility } : {}),
          ...(email ? { email } : {}),
        },
      }),
    ),
  // Imported owners have none; whoever is added here is to sign in.
  needed: (user) => (user ? [] : ['email']),
  valuesOf: (user) => ({
    name: user?.name ?? '',
    email: user?.email ?? '',
    role: user?.role ?? 'ae',
    visibility: user?.visibility ?? null,
    team_id: user?.team?.id ?? null,
    password: '',
    is_active: user?.is_active === false ? 'no' : 'yes',
  }),
  fieldsOf: (values) => ({
    name: String(values.name).trim(),
    email: String(values.email ?? '').trim() || null,
    role: values.role as Role,
    visibility: (values.visibility || null) as Visibility | null,
    team_id: values.team_id,
    is_active: values.is_active === 'yes',
    ...(values.password ? { password: values.password } : {}),
  }),
};

/** Who is in the workspace and what they may do and see. */
export default function PeoplePanel() {
  const t = useT('settings');
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data } = useSuspenseQuery(usersQuery);
  return (
    <RecordTable
      label={t('tabs.people')}
      text={t('people_text')}
      newLabel={t('add_person')}
      mayManage={['user.manage', 'user.create'].some((action) => may(session, action)) || session.user.role === 'admin'}
      columns={[
        { label: t('name'), cell: (user) => `${user.name}${user.is_active ? '' : ` · ${t('inactive')}`}` },
        { label: t('email'), cell: (user) => user.email ?? t('no_sign_in') },
        { label: t('role'), cell: (user) => t(`roles.${user.role}`) },
        { label: t('visibility'), cell: (user) => t(`visibilities.${user.visibility}`) },
        { label: t('team'), cell: (user) => user.team?.name },
      ]}
      rows={data.rows as User[]}
      isOff={(user) => !user.is_active}
      records={people}
      words={{
        label: (field) => t(field.replace(/_id$/, '') as 'name'),
        word: (field, value) =>
          field === 'role'
            ? t(`roles.${value}` as 'roles.ae')
            : field === 'visibility'
              ? t(`visibilities.${value}` as 'visibilities.own')
              : undefined,
      }}
      fields={(form, user) => <PersonFields form={form} user={user} />}
    />
  );
}
