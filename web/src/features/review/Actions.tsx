import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, KeyboardEvent } from 'react';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Activity } from '@/api/types';
import type { NewAction, ReviewEntry } from '@/features/review/queries';
import { addDays, formatDate, todayIn } from '@/lib/dates';
import { isComposing } from '@/lib/keys';
import { may } from '@/lib/permissions';
import { useLocale, useT } from '@/lib/use-locale';
import { announce } from '@/ui/announce';
import { DateField } from '@/ui/DateField';
import { UserPicker } from '@/ui/pickers';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/review/Review.module.css';

interface Props {
  entry: ReviewEntry;
  isReadOnly: boolean;
  add: (action: NewAction) => Promise<boolean>;
}

/** What is to be done: agreed now, and left from earlier reviews; and one line to add more. */
export function Actions({ entry, isReadOnly, add }: Props) {
  const t = useT('review');
  return (
    <section className={classes.block} aria-label={t('actions')}>
      <h3>{t('actions')}</h3>
      {entry.actions.length === 0 && <p className={classes.quiet}>{t('actions_empty')}</p>}
      <ul className={classes.tasks}>
        {entry.actions.map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </ul>
      {!isReadOnly && <AddAction owner={entry.deal.owner?.id ?? null} add={add} />}
      {entry.open_actions.length > 0 && (
        <>
          <h4>{t('earlier_actions')}</h4>
          <ul className={classes.tasks}>
            {entry.open_actions.map((task) => (
              <TaskLine key={task.id} task={task} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** One task with a box to tick. */
export function TaskLine({ task, deal }: { task: Activity; deal?: { id: string; name: string } }) {
  const t = useT('review');
  const locale = useLocale();
  const client = useQueryClient();
  const write = useWrite();
  const [isSending, setSending] = useState(false);
  const isDone = task.completed_at !== null;
  const isLate = !isDone && task.due_on !== null && task.due_on < todayIn();
  const put = (is_completed: boolean) =>
    body<Activity>(
      api.PATCH('/api/v1/activities/{activity_id}', {
        params: { path: { activity_id: task.id } },
        body: { is_completed },
      }),
    );
  const settle = () => void client.invalidateQueries({ queryKey: ['reviews'] });
  const toggle = async () => {
    setSending(true);
    await write({
      send: () => put(!isDone),
      settle,
      done: isDone ? t('action_reopened', { task: task.subject }) : t('action_done', { task: task.subject }),
      undo: () => void write({ send: () => put(isDone), settle }),
    });
    setSending(false);
  };
  const due = task.due_on && formatDate(task.due_on, locale);
  return (
    <li className={classes.task} data-done={isDone || undefined}>
      <input
        type="checkbox"
        checked={isDone !== isSending}
        disabled={isSending || !may(task, 'activity.write')}
        aria-label={t('complete', { task: task.subject })}
        onChange={() => void toggle()}
      />
      <span className={classes.subject}>{task.subject}</span>
      <span className={classes.meta}>
        {[deal?.name, task.owner?.name].filter(Boolean).join(' · ')}
        {due && <i data-late={isLate || undefined}>{isLate ? t('late', { date: due }) : t('due', { date: due })}</i>}
      </span>
    </li>
  );
}

/** What, who, by when: one line, Enter adds it. */
function AddAction({ owner, add }: { owner: string | null; add: Props['add'] }) {
  const t = useT('review');
  const [subject, setSubject] = useState('');
  const [who, setWho] = useState(owner);
  const [due, setDue] = useState(addDays(todayIn(), 7));
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (subject.trim() === '' || isSending) return;
    setSending(true);
    const ok = await add({ subject: subject.trim(), owner_id: who, due_on: due || null });
    setSending(false);
    if (!ok) return;
    setSubject('');
    announce(t('action_added'));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // Enter that confirms a syllable adds nothing.
    if (event.key === 'Enter' && isComposing(event)) event.preventDefault();
    if (event.key === 'Escape' && !isComposing(event)) event.currentTarget.blur();
  };
  return (
    <form className={classes.addAction} onSubmit={(event) => void submit(event)}>
      <TextInput
        className={classes.what}
        size="xs"
        data-action-input
        aria-label={t('action_subject')}
        placeholder={t('add_action')}
        autoComplete="off"
        maxLength={300}
        value={subject}
        onKeyDown={onKeyDown}
        onChange={(event) => setSubject(event.target.value)}
      />
      <UserPicker className={classes.who} size="xs" aria-label={t('action_owner')} value={who} onChange={setWho} />
      <DateField className={classes.when} size="xs" aria-label={t('action_due')} value={due} onChange={setDue} />
      <Button
        type="submit"
        size="xs"
        variant="default"
        loading={isSending}
        disabled={subject.trim() === ''}
        aria-label={t('add_action')}
      >
        <IconPlus size={15} aria-hidden />
      </Button>
    </form>
  );
}
