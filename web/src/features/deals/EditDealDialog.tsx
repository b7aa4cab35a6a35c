import { Button, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Problem } from '@/api/problem';
import { sessionQuery } from '@/api/queries';
import type { Competition, Deal, EditDeal, Money } from '@/api/types';
import { can, useDealView } from '@/features/deals/deal-view';
import { useEditDeal } from '@/features/gate';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { Dialog } from '@/ui/Dialog';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';
import { MoneyInput } from '@/ui/MoneyInput';
import { AccountPicker, ContactPicker, ProductPicker, UserPicker } from '@/ui/pickers';

const COMPETITIONS: Competition[] = ['sole', 'competitive', 'status_quo'];

/** All plain fields of the deal in one form. Only what was changed is sent. */
export function EditDealDialog({ close }: { close: () => void }) {
  const t = useT('deal');
  return (
    <Dialog onClose={close} size={620} title={t('edit')}>
      <EditDealForm close={close} />
    </Dialog>
  );
}

const valuesOf = (deal: Deal) => ({
  name: deal.name,
  account_id: deal.account?.id ?? null,
  contact_id: deal.contact?.id ?? null,
  owner_id: deal.owner?.id ?? null,
  product_id: deal.product?.id ?? null,
  amount: deal.amount as Money | null | undefined,
  next_step: deal.next_step ?? '',
  next_step_on: deal.next_step_on ?? '',
  competition: deal.competition as string | null,
  competitors: deal.competitors,
  source: deal.source ?? '',
});

type Values = ReturnType<typeof valuesOf>;

/** What differs from the deal, as the API takes it: an emptied field is null. */
function changesOf(values: Values, deal: Deal): EditDeal {
  const before = valuesOf(deal);
  const changed = (Object.keys(before) as (keyof Values)[]).filter(
    (key) => JSON.stringify(values[key]) !== JSON.stringify(before[key]),
  );
  return Object.fromEntries(
    changed.map((key) => {
      const value = values[key];
      return [key, typeof value === 'string' ? value.trim() || null : value];
    }),
  ) as EditDeal;
}

function EditDealForm({ close }: { close: () => void }) {
  const t = useT('deal');
  const gate = useT('gate');
  const common = useT('common');
  const records = useT('records');
  const text = useText();
  const view = useDealView();
  const { playbook } = view;
  // As it was when the form was opened: what others change meanwhile is no edit of ours.
  const [deal] = useState(view.deal);
  const { data: session } = useSuspenseQuery(sessionQuery);
  const edit = useEditDeal();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useForm<Values>({
    initialValues: valuesOf(deal),
    validate: {
      name: (name) => (name.trim() === '' ? common('required') : null),
      amount: (amount) => (amount === undefined ? records('amount_unclear') : null),
    },
  });
  const { values } = form;
  const field = <K extends keyof Values>(key: K) => ({
    value: values[key],
    onChange: (value: Values[K] | null) => form.setFieldValue(key as string, value),
    error: form.errors[key],
  });
  const change = changesOf(values, deal);
  const submit = form.onSubmit(async () => {
    setSending(true);
    setProblem(null);
    const ok = await edit({
      deal,
      change,
      refused: (refusal) => {
        form.setErrors(fieldErrors(refusal, Object.keys(values)));
        setProblem(refusal);
        return true;
      },
    });
    setSending(false);
    if (ok) close();
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {problem && <FormProblem problem={problem} fields={Object.keys(values)} />}
        <TextInput label={t('name')} required data-autofocus autoComplete="off" {...form.getInputProps('name')} />
        <Group grow align="start">
          <AccountPicker label={gate('fields.account')} chosen={deal.account} {...field('account_id')} />
          <ContactPicker
            label={gate('fields.contact')}
            accountId={values.account_id ?? undefined}
            chosen={deal.contact}
            {...field('contact_id')}
          />
        </Group>
        <MoneyInput label={gate('fields.amount')} currency={session.workspace.home_currency} {...field('amount')} />
        <Group grow align="start">
          <TextInput label={gate('fields.next_step')} {...form.getInputProps('next_step')} />
          <DateField label={gate('next_step_on')} {...field('next_step_on')} />
        </Group>
        <Group grow align="start">
          <Select
            label={gate('fields.competition')}
            clearable
            data={COMPETITIONS.map((key) => ({ value: key, label: gate(`competitions.${key}`) }))}
            {...form.getInputProps('competition')}
          />
          <MultiSelect
            label={t('competitors')}
            data={[
              ...playbook.competitors.map(({ key, name }) => ({ value: key, label: text(name) })),
              ...deal.competitors
                .filter((key) => !playbook.competitors.some((one) => one.key === key))
                .map((key) => ({ value: key, label: key })),
            ]}
            {...form.getInputProps('competitors')}
          />
        </Group>
        <Group grow align="start">
          <UserPicker label={gate('fields.owner')} disabled={!can(view, 'deal.assign')} {...field('owner_id')} />
          <ProductPicker label={gate('fields.product')} {...field('product_id')} />
          <TextInput label={gate('fields.source')} {...form.getInputProps('source')} />
        </Group>
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={close}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={isSending} disabled={Object.keys(change).length === 0}>
            {common('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
