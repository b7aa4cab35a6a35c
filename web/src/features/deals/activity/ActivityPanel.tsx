import { IconCalendarEvent, IconChecklist, IconMail, IconNote, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Activity } from '@/api/types';
import { ActivityForm } from '@/features/deals/activity/ActivityForm';
import { can, useDealView } from '@/features/deals/deal-view';
import { Panel, PanelEmpty } from '@/features/deals/Panel';
import { activitiesQuery } from '@/features/deals/queries';
import { useDealWrite } from '@/features/gate';
import { formatDate, formatInstant, formatRelative, todayIn } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { ErrorState, ListSkeleton } from '@/ui/states';
import page from '@/features/deals/Deal.module.css';
import classes from '@/features/deals/activity/Activity.module.css';

const ICONS = {
  email: IconMail,
  meeting: IconCalendarEvent,
  call: IconPhone,
  note: IconNote,
  task: IconChecklist,
} satisfies Record<Activity['kind'], typeof IconMail>;

/** What was done with the customer and what is to do: the log, the tasks, and the form for both. */
export function ActivityPanel() {
  const t = useT('deal');
  const view = useDealView();
  const { deal, asOf } = view;
  const { data, error, refetch } = useQuery(activitiesQuery(deal.id, asOf));
  // A new form after each entry.
  const [entry, setEntry] = useState(0);
  const rows = (data?.rows ?? []) as Activity[];
  const tasks = rows.filter(({ kind, completed_at }) => kind === 'task' && !completed_at);
  const log = rows.filter((row) => !tasks.includes(row));
  const mayLog = can(view, 'activity.write') || can(view, 'deal.edit');
  return (
    <div className={page.plan}>
      <div className={page.column}>
        <Panel title={t('activities')} term="activity" note={log.length > 0 ? log.length : undefined}>
          {error && !data ? (
            <ErrorState error={error} retry={() => void refetch()} />
          ) : !data ? (
            <ListSkeleton rows={6} />
          ) : log.length === 0 ? (
            <PanelEmpty>{t('activities_empty')}</PanelEmpty>
          ) : (
            <ul className={classes.log}>
              {log.map((activity) => (
                <ActivityRow key={activity.id} activity={activity} />
              ))}
            </ul>
          )}
        </Panel>
      </div>
      <div className={page.column}>
        {mayLog && (
          <Panel title={t('log_title')}>
            <div className={classes.form}>
              <ActivityForm key={entry} done={() => setEntry(entry + 1)} />
            </div>
          </Panel>
        )}
        <Panel title={t('tasks')} note={tasks.length > 0 ? tasks.length : undefined}>
          {tasks.length === 0 ? (
            <PanelEmpty>{t('tasks_empty')}</PanelEmpty>
          ) : (
            <ul className={classes.tasks}>
              {tasks
                .toSorted((a, b) => (a.due_on ?? '9999').localeCompare(b.due_on ?? '9999'))
                .map((task) => (
                  <TaskRow key={task.id} task={task} mayWrite={mayLog} />
                ))}
            </ul>
          )}
        </Panel>
      </div>
    </div>
  );
}

export function ActivityRow({ activity }: { activity: Activity }) {
  const t = useT('deal');
  const locale = useLocale();
  const Icon = ICONS[activity.kind];
  return (
    <li className={classes.activity}>
      <span className={classes.icon} title={t(`activity_kinds.${activity.kind}`)}>
        <Icon size={16} aria-label={t(`activity_kinds.${activity.kind}`)} />
      </span>
      <div className={classes.words}>
        <p className={classes.subject}>{activity.subject}</p>
        {activity.body && <p className={classes.body}>{activity.body}</p>}
        <p className={classes.meta}>
          {[activity.contact?.name, activity.owner?.name ?? activity.created_by?.name].filter(Boolean).join(' · ')}
        </p>
      </div>
      <time
        className={classes.when}
        dateTime={activity.occurred_at}
        title={formatInstant(activity.occurred_at, locale)}
      >
        {formatRelative(activity.occurred_at, locale)}
      </time>
    </li>
  );
}

export function TaskRow({ task, mayWrite }: { task: Activity; mayWrite: boolean }) {
  const t = useT('deal');
  const locale = useLocale();
  const { deal } = useDealView();
  const save = useDealWrite(deal.id);
  const [isSending, setSending] = useState(false);
  const isLate = task.due_on !== null && task.due_on < todayIn();
  const set = (is_completed: boolean) =>
    body<Activity>(
      api.PATCH('/api/v1/activities/{activity_id}', {
        params: { path: { activity_id: task.id } },
        body: { is_completed },
      }),
    );
  const complete = async () => {
    setSending(true);
    await save({ send: () => set(true), undo: () => set(false), done: t('task_done', { task: task.subject }) });
    setSending(false);
  };
  return (
    <li className={classes.task}>
      <input
        type="checkbox"
        aria-label={t('complete_task', { task: task.subject })}
        checked={isSending}
        disabled={!mayWrite || isSending}
        onChange={() => void complete()}
      />
      <span className={classes.subject}>{task.subject}</span>
      {task.due_on && (
        <span className={classes.when} data-late={isLate || undefined}>
          {formatDate(task.due_on, locale)}
          {isLate && ` · ${t('overdue')}`}
        </span>
      )}
    </li>
  );
}
