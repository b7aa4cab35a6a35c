import type { ReactNode } from 'react';
import { useId } from 'react';
import { Term } from '@/ui/Term';
import classes from '@/features/deals/Panel.module.css';

interface Props {
  title: ReactNode;
  /** What the title is in the dictionary. */
  term?: string;
  /** How much there is, or how much is left. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled part of the deal page. */
export function Panel({ title, term, note, actions, children }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id}>{term ? <Term of={term}>{title}</Term> : title}</h2>
        {note && <span className={classes.note}>{note}</span>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** The small button in a panel's head or row. */
export function PanelButton({
  icon,
  children,
  ...props
}: { icon?: ReactNode } & React.ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...props} className={classes.button} data-bare={children ? undefined : true}>
      {icon}
      {children}
    </button>
  );
}

/** One quiet line where a panel has nothing. */
export function PanelEmpty({ children }: { children: ReactNode }) {
  return <p className={classes.empty}>{children}</p>;
}
