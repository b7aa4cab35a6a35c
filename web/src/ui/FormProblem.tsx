import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '@/api/problem';
import { useT } from '@/lib/use-locale';
import { otherErrors } from '@/ui/field-errors';
import classes from '@/ui/FormProblem.module.css';

interface Props {
  problem: Problem;
  /** The fields that show their own errors; everything else is said here. */
  fields?: readonly string[];
}

/** Why a form was refused, over its fields: what happened, that the input is kept, and the request's number. */
export function FormProblem({ problem, fields = [] }: Props) {
  const t = useT('common');
  const text = problem.isTransient ? (problem.status === 0 ? t('not_saved_offline') : t('not_saved')) : problem.message;
  return (
    <div className={classes.box} role="alert">
      <IconAlertTriangle size={17} aria-hidden />
      <div>
        <p>{text}</p>
        {problem.detail && problem.detail !== text && <p className={classes.detail}>{problem.detail}</p>}
        {otherErrors(problem, fields).map((detail) => (
          <p key={detail} className={classes.detail}>
            {detail}
          </p>
        ))}
        {problem.status >= 500 && problem.requestId && (
          <p className={classes.detail}>{t('request_id', { id: problem.requestId })}</p>
        )}
      </div>
    </div>
  );
}
