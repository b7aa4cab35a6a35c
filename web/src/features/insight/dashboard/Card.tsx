import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReportDefinition } from '@/api/reports';
import type { InsightSearch } from '@/features/insight/asked';
import { useT, useText } from '@/lib/use-locale';
import { Definition } from '@/ui/Definition';
import classes from '@/features/insight/dashboard/Dashboards.module.css';

interface Props {
  number: number;
  title: string;
  /** The days it is about. */
  period?: string;
  definition?: ReportDefinition;
  /** The state of the report's page when one goes there. */
  search?: InsightSearch;
  /** Its entry in the dictionary, for a card that has no report yet. */
  term?: string;
  children: ReactNode;
}

/** A dashboard's frame: its name, what it means, and the way to its report. */
export function Card({ number, title, period, definition, search, term, children }: Props) {
  const t = useT('insight');
  const text = useText();
  const id = `dashboard-${number}`;
  return (
    <section className={classes.card} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id}>
          <span className={classes.number} aria-hidden>
            {number}
          </span>
          {title}
        </h2>
        <Definition
          term={definition ? `metric.${definition.name}` : (term ?? '')}
          label={title}
          formula={definition?.formula}
        >
          {definition && <span>{text(definition.definition)}</span>}
          {definition && (
            <Link to="/reports/$name" params={{ name: definition.name }} search={search}>
              {t('open_report')}
            </Link>
          )}
        </Definition>
        {period && <small className={classes.period}>{period}</small>}
      </header>
      {children}
    </section>
  );
}
