import { useQuery } from '@tanstack/react-query';
import type { Activity } from '@/api/types';
import { ActivityRow, TaskRow } from '@/features/deals/activity/ActivityPanel';
import { can, useDealView } from '@/features/deals/deal-view';
import { Panel } from '@/features/deals/Panel';
import { activitiesQuery } from '@/features/deals/queries';
import { useT } from '@/lib/use-locale';
import classes from '@/features/deals/activity/Activity.module.css';

const SHOWN = 4;

/** What is to do and what was done last, beside the gate. Nothing when nothing was. */
export function RecentActivity() {
  const t = useT('deal');
  const view = useDealView();
  const { data } = useQuery(activitiesQuery(view.deal.id, view.asOf));
  const rows = (data?.rows ?? []) as Activity[];
  const tasks = rows.filter(({ kind, completed_at }) => kind === 'task' && !completed_at);
  const log = rows.filter((row) => !tasks.includes(row)).slice(0, SHOWN);
  if (rows.length === 0) return null;
  return (
    <Panel title={t('latest')} note={tasks.length > 0 ? t('tasks_open', { count: tasks.length }) : undefined}>
      {tasks.length > 0 && (
        <ul className={classes.tasks}>
          {tasks.slice(0, SHOWN).map((task) => (
            <TaskRow key={task.id} task={task} mayWrite={can(view, 'activity.write') || can(view, 'deal.edit')} />
          ))}
        </ul>
      )}
      <ul className={classes.log}>
        {log.map((activity) => (
          <ActivityRow key={activity.id} activity={activity} />
        ))}
      </ul>
    </Panel>
  );
}
