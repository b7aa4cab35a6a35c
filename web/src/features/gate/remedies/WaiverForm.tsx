import { Group, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { addDays, todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { Term } from '@/ui/Term';

/** How long an exception is asked for, unless said otherwise. */
const DEFAULT_DAYS = 14;

/** Asks a manager for a time-boxed exception to one missing item. */
export function WaiverForm({ deal, playbook, satisfy, to, done }: RemedyProps) {
  const t = useT('gate');
  const dictionary = useT('dictionary');
  const text = useText();
  const save = useDealWrite(deal.id);
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [until, setUntil] = useState(addDays(todayIn(), DEFAULT_DAYS));
  const submit = (refused: Refused) =>
    save({
      send: () =>
        body(
          api.POST('/api/v1/deals/{deal_id}/waivers', {
            params: { path: { deal_id: deal.id } },
            body: {
              stage: to,
              criteria: [satisfy.target],
              reason: reason ?? '',
              note: note.trim() || null,
              expires_on: until,
            },
          }),
        ),
      done: t('waiver_requested'),
      refused,
    });
  return (
    <RemedyForm
      submit={submit}
      done={done}
      label={t('request_waiver')}
      fields={{ reason: reason === null, expires_on: until === '', note: false }}
    >
      {(errors) => (
        <>
          <p>
            {t('waiver_text')} <Term of="waiver">{dictionary('what_waiver')}</Term>
          </p>
          <Group grow align="start">
            <Select
              label={t('reason')}
              required
              value={reason}
              data={playbook.waiver_reasons.map(({ key, name }) => ({ value: key, label: text(name) }))}
              onChange={setReason}
              error={errors.reason}
            />
            <DateField
              label={t('waiver_until')}
              required
              min={todayIn()}
              value={until}
              onChange={setUntil}
              error={errors.expires_on}
            />
          </Group>
          <Textarea
            label={t('note')}
            autosize
            value={note}
            onChange={(event) => setNote(event.target.value)}
            error={errors.note}
          />
        </>
      )}
    </RemedyForm>
  );
}
