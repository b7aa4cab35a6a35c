import { Group, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { api, body } from '@/api/client';
import type { Activity, Deal } from '@/api/types';
import { useDealView } from '@/features/deals/deal-view';
import type { Refused } from '@/features/gate';
import { RemedyForm, useDealWrite } from '@/features/gate';
import { addDays, instantOn, todayIn } from '@/lib/dates';
import { useT } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { ContactPicker } from '@/ui/pickers';

const KINDS = ['call', 'meeting', 'email', 'note', 'task'] as const;

/** What happened and what happens next: the activity, and the deal's next step with its date, in one go. */
export function ActivityForm({ done }: { done: () => void }) {
  const t = useT('deal');
  const gate = useT('gate');
  const { deal } = useDealView();
  const save = useDealWrite(deal.id);
  const [kind, setKind] = useState<Activity['kind']>('call');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const [on, setOn] = useState(todayIn());
  const [contact, setContact] = useState<string | null>(deal.contact?.id ?? null);
  const [step, setStep] = useState('');
  const [stepOn, setStepOn] = useState(addDays(todayIn(), 3));
  const isTask = kind === 'task';
  // What is logged already when the next step is refused: trying again must not log it twice.
  const logged = useRef<Activity>(undefined);
  const submit = (refused: Refused) =>
    save<Deal | Activity>({
      send: async () => {
        const params = { path: { deal_id: deal.id } };
        logged.current ??= await body<Activity>(
          api.POST('/api/v1/deals/{deal_id}/activities', {
            params,
            body: {
              kind,
              subject: subject.trim(),
              body: text.trim() || null,
              contact_id: contact,
              ...(isTask ? { due_on: on } : { occurred_at: instantOn(on) }),
            },
          }),
        );
        if (isTask || step.trim() === '') return logged.current;
        return body<Deal>(
          api.PATCH('/api/v1/deals/{deal_id}', {
            params,
            body: { next_step: step.trim(), next_step_on: stepOn || null },
          }),
        );
      },
      done: t('logged', { kind: t(`activity_kinds.${kind}`) }),
      refused,
    });
  return (
    <RemedyForm
      submit={submit}
      done={done}
      label={isTask ? t('add_task') : t('log')}
      fields={{
        subject: subject.trim() === '',
        // A meeting may be entered ahead; what was said, written or noted has happened.
        occurred_at: !isTask && (on === '' || (kind !== 'meeting' && on > todayIn() && t('in_future'))),
        due_on: isTask && on === '',
        contact_id: false,
        body: false,
        next_step: false,
        next_step_on: false,
      }}
    >
      {(errors) => (
        <>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('activity_kind')}
            value={kind}
            onChange={(key) => setKind(key as Activity['kind'])}
            data={KINDS.map((key) => ({ value: key, label: t(`activity_kinds.${key}`) }))}
          />
          <TextInput
            label={isTask ? t('task_subject') : t('activity_subject')}
            required
            data-autofocus
            autoComplete="off"
            value={subject}
            onChange={(event) => setSubject(event.target.value)}
            error={errors.subject}
          />
          <Group grow align="start">
            <DateField
              label={isTask ? t('due_on') : gate('evidence_on')}
              max={isTask || kind === 'meeting' ? undefined : todayIn()}
              value={on}
              onChange={setOn}
              error={isTask ? errors.due_on : errors.occurred_at}
            />
            <ContactPicker
              label={gate('contact')}
              accountId={deal.account?.id}
              chosen={deal.contact}
              value={contact}
              onChange={setContact}
              error={errors.contact_id}
            />
          </Group>
          <Textarea
            label={t('activity_notes')}
            autosize
            minRows={2}
            maxRows={8}
            value={text}
            onChange={(event) => setText(event.target.value)}
            error={errors.body}
          />
          {!isTask && (
            <Group align="start" wrap="nowrap">
              <TextInput
                flex={1}
                label={t('then_next_step')}
                placeholder={deal.next_step ?? ''}
                autoComplete="off"
                value={step}
                onChange={(event) => setStep(event.target.value)}
                error={errors.next_step}
              />
              <DateField
                w={150}
                label={gate('next_step_on')}
                value={stepOn}
                onChange={setStepOn}
                error={errors.next_step_on}
              />
            </Group>
          )}
        </>
      )}
    </RemedyForm>
  );
}
