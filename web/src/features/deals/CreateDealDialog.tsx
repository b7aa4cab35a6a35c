import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { settleDeal } from '@/api/board-cache';
import { api, body } from '@/api/client';
import type { Problem } from '@/api/problem';
import { playbooksQuery, sessionQuery } from '@/api/queries';
import type { CloseBasis, Money } from '@/api/types';
import { newDealRequest } from '@/lib/requests';
import { useStore } from '@/lib/store';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { Dialog } from '@/ui/Dialog';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';
import { MoneyInput } from '@/ui/MoneyInput';
import { AccountPicker, ContactPicker, ProductPicker, UserPicker } from '@/ui/pickers';
import { useWrite } from '@/ui/use-write';

const BASES: CloseBasis[] = ['customer_milestones', 'customer_stated', 'contract_expiry', 'estimate'];

/** The form for a new deal. It starts in the pipeline's first stage; its evidence takes it further. */
export default function CreateDealDialog() {
  const t = useT('deal');
  const request = useStore(newDealRequest);
  const close = () => newDealRequest.set(null);
  if (!request) return null;
  return (
    <Dialog onClose={close} size={620} title={t('create_title')}>
      <CreateDealForm close={close} pipeline={request.pipeline} account={request.account} />
    </Dialog>
  );
}

interface Props {
  close: () => void;
  pipeline?: string;
  account?: { id: string; name: string };
}

function CreateDealForm({ close, pipeline, account }: Props) {
  const t = useT('deal');
  const gate = useT('gate');
  const common = useT('common');
  const records = useT('records');
  const text = useText();
  const client = useQueryClient();
  const write = useWrite();
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const { data: session } = useSuspenseQuery(sessionQuery);
  const pipelines = playbooks.flatMap((playbook) => playbook.pipelines);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useForm({
    initialValues: {
      name: '',
      pipeline: pipeline ?? pipelines[0]?.key ?? '',
      account_id: account?.id ?? null,
      contact_id: null as string | null,
      owner_id: session.user.id as string | null,
      product_id: null as string | null,
      amount: null as Money | null | undefined,
      close_on: '',
      close_basis: 'estimate' as CloseBasis,
      next_step: '',
      next_step_on: '',
    },
    validate: {
      name: (name) => (name.trim() === '' ? common('required') : null),
      amount: (amount) => (amount === undefined ? records('amount_unclear') : null),
    },
  });
  const { values } = form;
  const field = <K extends keyof typeof values>(key: K) => ({
    value: values[key],
    onChange: (value: (typeof values)[K] | null) => form.setFieldValue(key as string, value),
    error: form.errors[key],
  });
  const submit = form.onSubmit(async (entered) => {
    setSending(true);
    setProblem(null);
    const { name, close_on, close_basis, next_step, next_step_on, ...rest } = entered;
    const kind = pipelines.find(({ key }) => key === entered.pipeline)?.object === 'renewal' ? 'renewal' : 'new';
    const written = await write({
      send: () =>
        body(
          api.POST('/api/v1/deals', {
            body: {
              ...rest,
              kind,
              name: name.trim(),
              close_on: close_on || null,
              close_basis: close_on ? close_basis : null,
              next_step: next_step.trim() || null,
              next_step_on: next_step_on || null,
            },
          }),
        ),
      settle: (deal) => settleDeal(client, deal),
      done: t('created', { deal: name.trim() }),
      undo: (deal) =>
        void write({
          send: () => body(api.DELETE('/api/v1/deals/{deal_id}', { params: { path: { deal_id: deal.id } } })),
          settle: () =>
            settleDeal(client, { ...deal, archived_at: new Date().toISOString(), version: deal.version + 1 }),
          done: common('undone'),
        }),
      refused: (refusal) => {
        form.setErrors(fieldErrors(refusal, Object.keys(entered)));
        setProblem(refusal);
        return true;
      },
    });
    setSending(false);
    if (written.ok) close();
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {problem && <FormProblem problem={problem} fields={Object.keys(values)} />}
        <TextInput label={t('name')} required data-autofocus autoComplete="off" {...form.getInputProps('name')} />
        <Group grow align="start">
          <AccountPicker label={gate('fields.account')} chosen={account} {...field('account_id')} />
          <ContactPicker
            label={gate('fields.contact')}
            accountId={values.account_id ?? undefined}
            {...field('contact_id')}
          />
        </Group>
        <MoneyInput label={gate('fields.amount')} currency={session.workspace.home_currency} {...field('amount')} />
        <Group grow align="start">
          <DateField label={gate('fields.close_date')} {...field('close_on')} />
          <Select
            label={gate('fields.close_basis')}
            allowDeselect={false}
            disabled={values.close_on === ''}
            data={BASES.map((key) => ({ value: key, label: gate(`bases.${key}`) }))}
            {...form.getInputProps('close_basis')}
          />
        </Group>
        <Group grow align="start">
          <TextInput label={gate('fields.next_step')} {...form.getInputProps('next_step')} />
          <DateField label={gate('next_step_on')} {...field('next_step_on')} />
        </Group>
        <Group grow align="start">
          <UserPicker label={gate('fields.owner')} {...field('owner_id')} />
          <ProductPicker label={gate('fields.product')} {...field('product_id')} />
          {pipelines.length > 1 && (
            <Select
              label={t('pipeline')}
              allowDeselect={false}
              data={pipelines.map(({ key, name }) => ({ value: key, label: text(name) }))}
              {...form.getInputProps('pipeline')}
            />
          )}
        </Group>
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={close}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={isSending}>
            {t('create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
