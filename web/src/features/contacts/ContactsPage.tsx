import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { contactsQuery } from '@/api/queries';
import type { Contact } from '@/api/types';
import { ContactDrawer } from '@/features/contacts/ContactDrawer';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import { useSearchText } from '@/ui/use-search-text';
import type { TableColumn } from '@/ui/VirtualTable';
import { VirtualTable } from '@/ui/VirtualTable';

/** Every person we talk to. */
export default function ContactsPage() {
  const t = useT('records');
  const common = useT('common');
  const search = useSearch({ from: '/shell/contacts' });
  const navigate = useNavigate();
  const show = (change: Partial<typeof search>) =>
    void navigate({ to: '/contacts', search: (before) => ({ ...before, ...change }), replace: 'q' in change });
  const words = useSearchText(search.q ?? '', (q) => show({ q: q || undefined }));
  const list = useInfiniteQuery(contactsQuery(search.q));
  const rows = useMemo(() => (list.data?.pages.flatMap((page) => page.rows) ?? []) as Contact[], [list.data]);
  const columns = useContactColumns();
  useCommands(
    useMemo<Command[]>(
      () => [
        {
          id: 'contact.create',
          group: common('nav_contacts'),
          label: t('new_contact'),
          shortcut: 'KeyC',
          run: () => void navigate({ to: '/contacts', search: (before) => ({ ...before, open: 'new' }) }),
        },
      ],
      [common, t, navigate],
    ),
  );
  const button = (
    <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => show({ open: 'new' })}>
      {t('new_contact')}
    </Button>
  );
  return (
    <>
      <PageHeader title={common('nav_contacts')} actions={button}>
        <TextInput
          size="xs"
          w={260}
          type="search"
          aria-label={common('search')}
          placeholder={common('search')}
          leftSection={<IconSearch size={15} aria-hidden />}
          {...words}
        />
      </PageHeader>
      {list.isPending ? (
        <ListSkeleton />
      ) : list.error && rows.length === 0 ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={<IconUsers size={24} />}
          title={search.q ? common('nothing_found') : t('contacts_empty')}
          text={search.q ? t('search_empty') : t('contacts_empty_text')}
          action={search.q ? undefined : button}
        />
      ) : (
        <VirtualTable
          label={common('nav_contacts')}
          columns={columns}
          rows={rows}
          open={(contact) => show({ open: contact.id })}
          hasMore={list.hasNextPage}
          loadMore={() => !list.isFetchingNextPage && void list.fetchNextPage()}
        />
      )}
      {search.open && <ContactDrawer key={search.open} id={search.open} close={() => show({ open: undefined })} />}
    </>
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
