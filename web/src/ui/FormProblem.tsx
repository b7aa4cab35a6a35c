import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '@/api/problem';
import { useT } from '@/lib/use-locale';
import classes from '@/ui/FormProblem.module.css';

/** Why a form was refused, over its fields: what happened, that the input is kept, and the request's number. */
export function FormProblem({ problem }: { problem: Problem }) {
  const t = useT('common');
  const text = problem.isTransient ? (problem.status === 0 ? t('not_saved_offline') : t('not_saved')) : problem.message;
  return (
    <div className={classes.box} role="alert">
      <IconAlertTriangle size={17} aria-hidden />
      <div>
        <p>{text}</p>
        {problem.detail && problem.detail !== text && <p className={classes.detail}>{problem.detail}</p>}
        {problem.fields.map((field) => (
          <p key={field.pointer + field.code} className={classes.detail}>
            {field.detail}
          </p>
        ))}
        {problem.status >= 500 && problem.requestId && (
          <p className={classes.detail}>{t('request_id', { id: problem.requestId })}</p>
        )}
      </div>
    </div>
  );
}
