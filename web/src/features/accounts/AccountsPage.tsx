import { Button, TextInput } from '@mantine/core';
import { IconBuilding, IconPlus, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { accountsQuery } from '@/api/queries';
import type { Account } from '@/api/types';
import { AccountDrawer } from '@/features/accounts/AccountDrawer';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { useLocale, useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import { useSearchText } from '@/ui/use-search-text';
import type { TableColumn } from '@/ui/VirtualTable';
import { VirtualTable } from '@/ui/VirtualTable';

/** Every organisation we sell to. */
export default function AccountsPage() {
  const t = useT('records');
  const common = useT('common');
  const search = useSearch({ from: '/shell/accounts' });
  const navigate = useNavigate();
  const show = (change: Partial<typeof search>) =>
    void navigate({ to: '/accounts', search: (before) => ({ ...before, ...change }), replace: 'q' in change });
  const words = useSearchText(search.q ?? '', (q) => show({ q: q || undefined }));
  const list = useInfiniteQuery(accountsQuery(search.q));
  const rows = useMemo(() => (list.data?.pages.flatMap((page) => page.rows) ?? []) as Account[], [list.data]);
  const columns = useAccountColumns();
  const create = () => show({ open: 'new' });
  useCommands(
    useMemo<Command[]>(
      () => [
        {
          id: 'account.create',
          group: common('nav_accounts'),
          label: t('new_account'),
          shortcut: 'KeyC',
          run: () => void navigate({ to: '/accounts', search: (before) => ({ ...before, open: 'new' }) }),
        },
      ],
      [common, t, navigate],
    ),
  );
  const button = (
    <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={create}>
      {t('new_account')}
    </Button>
  );
  return (
    <>
      <PageHeader title={common('nav_accounts')} actions={button}>
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
          icon={<IconBuilding size={24} />}
          title={search.q ? common('nothing_found') : t('accounts_empty')}
          text={search.q ? t('search_empty') : t('accounts_empty_text')}
          action={search.q ? undefined : button}
        />
      ) : (
        <VirtualTable
          label={common('nav_accounts')}
          columns={columns}
          rows={rows}
          open={(account) => show({ open: account.id })}
          hasMore={list.hasNextPage}
          loadMore={() => !list.isFetchingNextPage && void list.fetchNextPage()}
        />
      )}
      {search.open && <AccountDrawer key={search.open} id={search.open} close={() => show({ open: undefined })} />}
    </>
  );
}

function useAccountColumns(): TableColumn<Account>[] {
  const t = useT('records');
  const locale = useLocale();
  return useMemo(
    () => [
      { key: 'name', label: t('name'), width: '2.2fr', cell: (row) => row.name },
      { key: 'domain', label: t('domain'), width: '1.4fr', cell: (row) => row.domain },
      { key: 'industry', label: t('industry'), width: '1fr', cell: (row) => row.industry },
      { key: 'country', label: t('country'), width: '0.7fr', cell: (row) => row.country },
      { key: 'parent', label: t('parent'), width: '1.2fr', cell: (row) => row.parent?.name },
      {
        key: 'employees',
        label: t('employees'),
        width: '0.7fr',
        isNumber: true,
        cell: (row) => row.employees?.toLocaleString(locale),
      },
      { key: 'owner', label: t('owner'), width: '1fr', cell: (row) => row.owner?.name },
    ],
    [t, locale],
  );
}
