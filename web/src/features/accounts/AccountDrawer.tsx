import { AccountFields } from '@/features/accounts/AccountFields';
import { accounts } from '@/features/accounts/records';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import { RecordDrawer } from '@/ui/RecordDrawer';

/** One account beside the list. */
export function AccountDrawer({ id, close }: { id: string; close: () => void }) {
  const t = useT('records');
  return (
    <RecordDrawer
      id={id}
      records={accounts}
      newTitle={t('new_account')}
      mayEdit={(account) => may(account, 'account.write') || may(account, 'account.edit')}
      words={{
        label: (field) => t(field.replace(/_id$/, '') as 'name'),
        word: (field, value) => (field === 'kind' ? t(`kinds.${value}` as 'kinds.brand') : undefined),
      }}
      close={close}
    >
      {(form, account) => <AccountFields form={form} account={account} />}
    </RecordDrawer>
  );
}
