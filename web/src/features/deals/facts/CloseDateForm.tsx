import { Group, Select, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { changeCloseDate } from '@/api/deal-parts';
import type { CloseBasis, Deal, Playbook } from '@/api/types';
import { useDealView } from '@/features/deals/deal-view';
import type { Refused } from '@/features/gate';
import { RemedyForm, useDealWrite } from '@/features/gate';
import { daysBetween, formatDate } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';

const BASES: CloseBasis[] = ['customer_milestones', 'customer_stated', 'contract_expiry', 'estimate'];

/** Moves the close date, with the reason that a moved date needs. Says at once what the buyer's plan makes of the date. */
export function CloseDateForm({ done }: { done: () => void }) {
  const t = useT('deal');
  const gate = useT('gate');
  const text = useText();
  const locale = useLocale();
  const { deal, playbook } = useDealView();
  const save = useDealWrite(deal.id);
  const [on, setOn] = useState(deal.close_on ?? '');
  const [basis, setBasis] = useState<CloseBasis>(deal.close_basis ?? 'estimate');
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const earliest = deal.plan?.earliest_close_on;
  const [before] = useState(deal);
  const submit = (refused: Refused) =>
    save({
      send: () =>
        changeCloseDate(deal.id, { close_on: on, close_basis: basis, reason: reason ?? '', note: note.trim() || null }),
      undo: moveBack(before, playbook, reason ?? ''),
      done: t('close_date_changed', { date: formatDate(on, locale) }),
      refused,
    });
  const moved = deal.close_on && on ? daysBetween(deal.close_on, on) : 0;
  const hasChanged = moved !== 0 || basis !== deal.close_basis;
  return (
    <RemedyForm
      submit={submit}
      done={done}
      isReady={hasChanged}
      fields={{ close_on: on === '', close_basis: false, reason: reason === null, note: false }}
    >
      {(errors) => (
        <>
          <Group grow align="start">
            <DateField
              label={gate('fields.close_date')}
              data-autofocus
              value={on}
              onChange={setOn}
              error={errors.close_on}
              description={
                moved === 0 ? undefined : moved > 0 ? t('later', { days: moved }) : t('sooner', { days: -moved })
              }
              inputWrapperOrder={['label', 'input', 'description', 'error']}
            />
            <Select
              label={t('basis')}
              allowDeselect={false}
              value={basis}
              data={BASES.map((key) => ({ value: key, label: gate(`bases.${key}`) }))}
              onChange={(key) => setBasis((key ?? basis) as CloseBasis)}
              error={errors.close_basis}
            />
          </Group>
          {earliest && on !== '' && on < earliest && (
            <Text size="xs" c="var(--pl-danger)" role="status">
              {t('before_plan', { date: formatDate(earliest, locale), days: daysBetween(on, earliest) })}
            </Text>
          )}
          <Select
            label={t('why_moved')}
            value={reason}
            data={playbook.close_date_reasons.map(({ key, name }) => ({ value: key, label: text(name) }))}
            onChange={setReason}
            error={errors.reason}
          />
          <Textarea label={gate('note')} autosize value={note} onChange={(event) => setNote(event.target.value)} />
        </>
      )}
    </RemedyForm>
  );
}

/** The move back to where the date was; a correction, where the playbook knows such a reason. None for a first date. */
function moveBack(before: Deal, playbook: Playbook, reason: string) {
  const { close_on, close_basis } = before;
  if (!close_on) return undefined;
  const slip = playbook.close_date_reasons.find(({ key }) => /correct|mistake|error/.test(key))?.key ?? reason;
  const change = { close_on, close_basis: close_basis ?? ('estimate' as const), reason: slip, note: 'undo' };
  return () => changeCloseDate(before.id, change);
}
