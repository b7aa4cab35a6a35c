import { Group, Select, Text, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { sessionQuery } from '@/api/queries';
import type { CloseBasis, Competition, EditDeal } from '@/api/types';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { addDays, todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { MoneyInput } from '@/ui/MoneyInput';
import { AccountPicker, ContactPicker, ProductPicker, UserPicker } from '@/ui/pickers';

const BASES: CloseBasis[] = ['customer_milestones', 'customer_stated', 'contract_expiry', 'estimate'];
const COMPETITIONS: Competition[] = ['sole', 'competitive', 'status_quo'];

/** Fills one required field of the deal. */
export function FieldForm(props: RemedyProps) {
  const t = useT('gate');
  const { deal, satisfy, done } = props;
  const save = useDealWrite(deal.id);
  const [change, setChange] = useState<EditDeal>({});
  const set = (fields: EditDeal) => setChange((before) => ({ ...before, ...fields }));
  if (satisfy.target === 'milestone_plan') return <PlanForm {...props} />;
  const path = { deal_id: deal.id };
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(() => body(api.PATCH('/api/v1/deals/{deal_id}', { params: { path }, body: change })), t('field_set'), refused);
  return (
    <RemedyForm
      submit={submit}
      done={done}
      isReady={Object.values(change).some((value) => value !== null && value !== '')}
    >
      <Field {...props} change={change} set={set} />
    </RemedyForm>
  );
}

function Field({
  deal,
  playbook,
  satisfy,
  change,
  set,
}: RemedyProps & { change: EditDeal; set: (fields: EditDeal) => void }) {
  const t = useT('gate');
  const text = useText();
  const { data: session } = useSuspenseQuery(sessionQuery);
  switch (satisfy.target) {
    case 'amount':
      return (
        <MoneyInput
          label={t('fields.amount')}
          currency={session.workspace.home_currency}
          value={change.amount ?? deal.amount}
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
              autoFocus
            />
          )}
          <Select
            label={t('fields.close_basis')}
            value={change.close_basis ?? deal.close_basis}
            data={BASES.map((key) => ({ value: key, label: t(`bases.${key}`) }))}
            onChange={(key) => set({ close_basis: key as CloseBasis | null })}
          />
        </Group>
      );
    case 'next_step':
      return (
        <Group grow align="start">
          <TextInput
            label={t('fields.next_step')}
            value={change.next_step ?? deal.next_step ?? ''}
            onChange={(event) =>
              set({
                next_step: event.target.value,
                next_step_on: change.next_step_on ?? deal.next_step_on ?? addDays(todayIn(), 3),
              })
            }
            autoFocus
          />
          <DateField
            label={t('next_step_on')}
            value={change.next_step_on ?? deal.next_step_on ?? ''}
            onChange={(next_step_on) => set({ next_step_on, next_step: change.next_step ?? deal.next_step })}
          />
        </Group>
      );
    case 'competition':
      return (
        <Group grow align="start">
          <Select
            label={t('fields.competition')}
            value={change.competition ?? deal.competition}
            data={COMPETITIONS.map((key) => ({ value: key, label: t(`competitions.${key}`) }))}
            onChange={(key) => set({ competition: key as Competition | null })}
          />
          {change.competition === 'competitive' && (
            <Select
              label={t('competitor')}
              clearable
              data={playbook.competitors.map(({ key, name }) => ({ value: key, label: text(name) }))}
              value={change.competitors?.[0] ?? null}
              onChange={(key) => set({ competitors: key ? [key] : [] })}
            />
          )}
        </Group>
      );
    case 'account':
      return (
        <AccountPicker
          label={t('fields.account')}
          value={change.account_id ?? null}
          onChange={(account_id) => set({ account_id })}
        />
      );
    case 'contact':
      return (
        <ContactPicker
          label={t('fields.contact')}
          accountId={deal.account?.id}
          value={change.contact_id ?? null}
          onChange={(contact_id) => set({ contact_id })}
        />
      );
    case 'owner':
      return (
        <UserPicker
          label={t('fields.owner')}
          value={change.owner_id ?? null}
          onChange={(owner_id) => set({ owner_id })}
        />
      );
    case 'product':
      return (
        <ProductPicker
          label={t('fields.product')}
          value={change.product_id ?? null}
          onChange={(product_id) => set({ product_id })}
        />
      );
    case 'source':
      return (
        <TextInput
          label={t('fields.source')}
          value={change.source ?? ''}
          onChange={(event) => set({ source: event.target.value })}
          autoFocus
        />
      );
    default:
      return <Text size="sm">{t('on_deal_page')}</Text>;
  }
}

/** Takes the playbook's steps to signature over as the deal's plan. */
function PlanForm({ deal, playbook, pipeline, done }: RemedyProps) {
  const t = useT('gate');
  const text = useText();
  const save = useDealWrite(deal.id);
  const template =
    playbook.milestone_templates.find(({ key }) => key === pipeline.milestone_template) ??
    playbook.milestone_templates[0];
  const [closeOn, setCloseOn] = useState(deal.close_on ?? addDays(todayIn(), 60));
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(
      () =>
        body(
          api.PUT('/api/v1/deals/{deal_id}/milestone-plan', {
            params: { path: { deal_id: deal.id } },
            body: { template: template?.key, anchor: { direction: 'backward', on: closeOn } },
          }),
        ),
      t('field_set'),
      refused,
    );
  return (
    <RemedyForm submit={submit} done={done} label={t('make_plan')} isReady={!!template && closeOn !== ''}>
      <DateField label={t('plan_close_on')} value={closeOn} onChange={setCloseOn} />
      <ol>
        {template?.steps.map((step) => (
          <li key={step.key}>
            {text(step.name)} · {t('lead_time', { days: step.lead_time.days })} · {t(`sides.${step.owner}`)}
          </li>
        ))}
      </ol>
    </RemedyForm>
  );
}
