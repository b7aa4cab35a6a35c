import { IconBuilding } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { accountsQuery } from '@/api/queries';
import type { Account } from '@/api/types';
import { AccountDrawer } from '@/features/accounts/AccountDrawer';
import { useLocale, useT } from '@/lib/use-locale';
import type { RecordsSearch } from '@/ui/RecordsPage';
import { RecordsPage } from '@/ui/RecordsPage';
import type { TableColumn } from '@/ui/VirtualTable';

/** Every organisation we sell to. */
export default function AccountsPage() {
  const t = useT('records');
  const common = useT('common');
  const search = useSearch({ from: '/shell/accounts' });
  const navigate = useNavigate();
  const show = useCallback(
    (change: RecordsSearch) =>
      void navigate({ to: '/accounts', search: (before) => ({ ...before, ...change }), replace: 'q' in change }),
    [navigate],
  );
  return (
    <RecordsPage
      title={common('nav_accounts')}
      newLabel={t('new_account')}
      commandId="account.create"
      empty={{ icon: <IconBuilding size={24} />, title: t('accounts_empty'), text: t('accounts_empty_text') }}
      columns={useAccountColumns()}
      list={useInfiniteQuery(accountsQuery(search.q))}
      search={search}
      show={show}
      drawer={(id, close) => <AccountDrawer key={id} id={id} close={close} />}
    />
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
