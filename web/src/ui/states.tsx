import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { asProblem } from '@/api/problem';
import { useT } from '@/lib/use-locale';
import classes from '@/ui/states.module.css';

/** A page or panel with nothing in it yet: what it is for, and the one thing to do next. */
export function EmptyState(props: { icon: ReactNode; title: string; text: string; action?: ReactNode }) {
  return (
    <div className={classes.state}>
      <span className={classes.mark} aria-hidden>
        {props.icon}
      </span>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.action}
    </div>
  );
}

/** Something could not be loaded: what happened, that nothing was lost, and a way to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useT('common');
  const problem = asProblem(error);
  const known = problem.status > 0 && problem.status < 500;
  return (
    <div className={classes.state} role="alert">
      <span className={classes.mark} data-tone="danger" aria-hidden>
        <IconAlertTriangle size={24} />
      </span>
      <h2>
        {known
          ? problem.message
          : problem.status === 0 && problem.code === 'offline'
            ? t('offline_title')
            : t('failed_title')}
      </h2>
      <p>{problem.detail ?? t('failed_text')}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('retry')}
        </Button>
      )}
      {problem.requestId && <p className={classes.request}>{t('request_id', { id: problem.requestId })}</p>}
    </div>
  );
}

/** Its children, but only after 200 ms: what loads faster needs no skeleton. */
export function Late({ children }: { children: ReactNode }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return <div className={`${classes.late} ${isLate ? '' : classes.unseen}`}>{children}</div>;
}

/** A grey block of the size of what is coming. */
export function Bone({ width = '100%', height }: { width?: number | string; height: number }) {
  return <span className={classes.bone} style={{ width, height }} />;
}

/** A list's skeleton. */
export function ListSkeleton({ rows = 12 }: { rows?: number }) {
  const t = useT('common');
  return (
    <Late>
      <div className={classes.list} role="status" aria-busy aria-label={t('loading')}>
        {Array.from({ length: rows }, (_, row) => (
          <Bone key={row} height={36} />
        ))}
      </div>
    </Late>
  );
}
