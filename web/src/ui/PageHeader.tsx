import type { ReactNode } from 'react';
import classes from '@/ui/PageHeader.module.css';

/** The bar on top of every page: its title, what narrows it, and what can be done. */
export function PageHeader(props: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={classes.bar}>
      <h1 className={classes.title}>{props.title}</h1>
      <div className={classes.middle}>{props.children}</div>
      <div className={classes.actions}>{props.actions}</div>
    </header>
  );
}
