import { Group, MultiSelect, Select, Text, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '@/api/queries';
import type { CloseBasis, Competition, EditDeal } from '@/api/types';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { addDays, todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { MoneyInput } from '@/ui/MoneyInput';
import { AccountPicker, ContactPicker, ProductPicker, UserPicker } from '@/ui/pickers';

const BASES: CloseBasis[] = ['customer_milestones', 'customer_stated', 'contract_expiry', 'estimate'];
const COMPETITIONS: Competition[] = ['sole', 'competitive', 'status_quo'];

interface Props extends RemedyProps {
  /** What was entered so far; the deal's own value shows for the rest. */
  change: EditDeal;
  set: (fields: EditDeal) => void;
  errors: Partial<Record<keyof EditDeal, string>>;
}

/** The control for one field of the deal, with what goes with it. */
export function Field({ deal, playbook, satisfy, change, set, errors }: Props) {
  const t = useT('gate');
  const text = useText();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const now = {
    amount: deal.amount,
    close_basis: deal.close_basis,
    next_step: deal.next_step,
    next_step_on: deal.next_step_on,
    competition: deal.competition,
    competitors: deal.competitors,
    account_id: deal.account?.id ?? null,
    contact_id: deal.contact?.id ?? null,
    owner_id: deal.owner?.id ?? null,
    product_id: deal.product?.id ?? null,
    source: deal.source,
    ...change,
  };
  switch (satisfy.target) {
    case 'amount':
      return (
        <MoneyInput
          label={t('fields.amount')}
          currency={session.workspace.home_currency}
          value={now.amount}
          error={errors.amount}
          onChange={(amount) => set({ amount })}
          autoFocus
        />
      );
    case 'close_date':
    case 'close_basis':
      return (
        <Group grow align="start">
          {!deal.close_on && (
            <DateField
              label={t('fields.close_date')}
              value={change.close_on ?? ''}
              onChange={(close_on) => set({ close_on })}
              error={errors.close_on}
              autoFocus
            />
          )}
          <Select
            label={t('fields.close_basis')}
            value={now.close_basis}
            data={BASES.map((key) => ({ value: key, label: t(`bases.${key}`) }))}
            onChange={(key) => set({ close_basis: key as CloseBasis | null })}
            error={errors.close_basis}
          />
        </Group>
      );
    case 'next_step':
      return (
        <Group grow align="start">
          <TextInput
            label={t('fields.next_step')}
            value={now.next_step ?? ''}
            onChange={(event) =>
              set({ next_step: event.target.value, next_step_on: now.next_step_on ?? addDays(todayIn(), 3) })
            }
            error={errors.next_step}
            autoFocus
          />
          <DateField
            label={t('next_step_on')}
            value={now.next_step_on ?? ''}
            onChange={(next_step_on) => set({ next_step_on })}
            error={errors.next_step_on}
          />
        </Group>
      );
    case 'competition':
      return (
        <Group grow align="start">
          <Select
            label={t('fields.competition')}
            value={now.competition}
            data={COMPETITIONS.map((key) => ({ value: key, label: t(`competitions.${key}`) }))}
            onChange={(key) => set({ competition: key as Competition | null })}
            error={errors.competition}
          />
          {now.competition === 'competitive' && (
            <MultiSelect
              label={t('competitor')}
              data={playbook.competitors.map(({ key, name }) => ({ value: key, label: text(name) }))}
              value={now.competitors ?? []}
              onChange={(competitors) => set({ competitors })}
              error={errors.competitors}
            />
          )}
        </Group>
      );
    case 'account':
      return (
        <AccountPicker
          label={t('fields.account')}
          chosen={deal.account}
          value={now.account_id}
          onChange={(account_id) => set({ account_id })}
          error={errors.account_id}
        />
      );
    case 'contact':
      return (
        <ContactPicker
          label={t('fields.contact')}
          accountId={deal.account?.id}
          chosen={deal.contact}
          value={now.contact_id}
          onChange={(contact_id) => set({ contact_id })}
          error={errors.contact_id}
        />
      );
    case 'owner':
      return (
        <UserPicker
          label={t('fields.owner')}
          value={now.owner_id}
          onChange={(owner_id) => set({ owner_id })}
          error={errors.owner_id}
        />
      );
    case 'product':
      return (
        <ProductPicker
          label={t('fields.product')}
          value={now.product_id}
          onChange={(product_id) => set({ product_id })}
          error={errors.product_id}
        />
      );
    case 'source':
      return (
        <TextInput
          label={t('fields.source')}
          value={now.source ?? ''}
          onChange={(event) => set({ source: event.target.value })}
          error={errors.source}
          autoFocus
        />
      );
    default:
      return <Text size="sm">{t('on_deal_page')}</Text>;
  }
}
