import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { reportsQuery } from '@/api/reports';
import { groupsOf } from '@/features/insight/catalogue';
import { useT, useText } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/insight/Insight.module.css';

/** Every number there is, by what one wants to know and the decision it serves. */
export default function ReportsPage() {
  const t = useT('insight');
  const text = useText();
  const { data, error, refetch } = useQuery(reportsQuery);
  return (
    <>
      <PageHeader title={t('reports')} />
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton />
      ) : (
        <div className={classes.page}>
          {groupsOf(data.rows).map(([group, reports]) => (
            <section key={group} className={classes.group} aria-labelledby={`group-${group}`}>
              <h2 id={`group-${group}`}>{t(`groups.${group}`)}</h2>
              <ul className={classes.shelf}>
                {reports.map(({ name, title, question, decision }) => (
                  <li key={name} className={classes.entry}>
                    <h3>
                      <Link to="/reports/$name" params={{ name }}>
                        {text(title)}
                      </Link>
                    </h3>
                    <p>{text(question)}</p>
                    <p className={classes.decision}>
                      <span>{t('decision')}</span> {text(decision)}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </>
  );
}
