import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { dealQuery } from '@/api/queries';
import type { Activity, DealRow } from '@/api/types';
import { addDays, todayIn } from '@/lib/dates';
import { useT } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { Dialog } from '@/ui/Dialog';
import { UserPicker } from '@/ui/pickers';
import { useWrite } from '@/ui/use-write';

const DAYS_TO_ACT = 7;
const LONGEST_SUBJECT = 300;

interface Props {
  deal: Pick<DealRow, 'id' | 'name' | 'owner'>;
  /** The remedy, as its first task proposes it. */
  remedy: string;
  close: () => void;
}

/** Makes the remedy a task on one deal: what, who, by when; all of it to be changed first. */
export function TaskDialog({ deal, remedy, close }: Props) {
  const t = useT('bottleneck');
  const common = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  const [subject, setSubject] = useState(firstSentence(remedy));
  const [notes, setNotes] = useState(remedy);
  const [owner, setOwner] = useState<string | null>(deal.owner?.id ?? null);
  const [due, setDue] = useState(addDays(todayIn(), DAYS_TO_ACT));
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (subject.trim() === '' || isSending) return;
    setSending(true);
    const { ok } = await write({
      send: () =>
        body<Activity>(
          api.POST('/api/v1/deals/{deal_id}/activities', {
            params: { path: { deal_id: deal.id } },
            body: {
              kind: 'task',
              subject: subject.trim(),
              body: notes.trim() || null,
              owner_id: owner,
              due_on: due || null,
            },
          }),
        ),
      settle: () => void client.invalidateQueries({ queryKey: dealQuery(deal.id).queryKey }),
      done: t('task_added', { deal: deal.name }),
    });
    setSending(false);
    if (ok) close();
  };
  return (
    <Dialog onClose={close} size={520} title={t('task_title', { deal: deal.name })}>
      <form onSubmit={(event) => void submit(event)} style={{ display: 'grid', gap: 12 }}>
        <TextInput
          label={t('task_subject')}
          required
          data-autofocus
          autoComplete="off"
          maxLength={LONGEST_SUBJECT}
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
        <Textarea
          label={t('task_notes')}
          autosize
          minRows={3}
          maxRows={8}
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
        />
        <Group grow align="start">
          <UserPicker label={t('task_owner')} value={owner} onChange={setOwner} />
          <DateField label={t('task_due')} value={due} onChange={setDue} />
        </Group>
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={isSending} disabled={subject.trim() === ''}>
            {t('task_add')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

function firstSentence(remedy: string): string {
  const [first = remedy] = remedy.split(/(?<=[.!?])\s+/);
  return first.slice(0, LONGEST_SUBJECT);
}
