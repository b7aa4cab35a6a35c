import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { contactsQuery } from '@/api/queries';
import type { Contact } from '@/api/types';
import { ContactDrawer } from '@/features/contacts/ContactDrawer';
import { useT } from '@/lib/use-locale';
import type { RecordsSearch } from '@/ui/RecordsPage';
import { RecordsPage } from '@/ui/RecordsPage';
import type { TableColumn } from '@/ui/VirtualTable';

/** Every person we talk to. */
export default function ContactsPage() {
  const t = useT('records');
  const common = useT('common');
  const search = useSearch({ from: '/shell/contacts' });
  const navigate = useNavigate();
  const show = useCallback(
    (change: RecordsSearch) =>
      void navigate({ to: '/contacts', search: (before) => ({ ...before, ...change }), replace: 'q' in change }),
    [navigate],
  );
  return (
    <RecordsPage
      title={common('nav_contacts')}
      newLabel={t('new_contact')}
      commandId="contact.create"
      empty={{ icon: <IconUsers size={24} />, title: t('contacts_empty'), text: t('contacts_empty_text') }}
      columns={useContactColumns()}
      list={useInfiniteQuery(contactsQuery(search.q))}
      search={search}
      show={show}
      drawer={(id, close) => <ContactDrawer key={id} id={id} close={close} />}
    />
  );
}

function useContactColumns(): TableColumn<Contact>[] {
  const t = useT('records');
  return useMemo(
    () => [
      { key: 'name', label: t('name'), width: '1.4fr', cell: (row) => row.name },
      { key: 'title', label: t('title'), width: '1.2fr', cell: (row) => row.title },
      { key: 'account', label: t('account'), width: '1.6fr', cell: (row) => row.account?.name },
      { key: 'email', label: t('email'), width: '1.8fr', cell: (row) => row.email },
      { key: 'phone', label: t('phone'), width: '1fr', cell: (row) => row.phone },
      { key: 'owner', label: t('owner'), width: '1fr', cell: (row) => row.owner?.name },
    ],
    [t],
  );
}
