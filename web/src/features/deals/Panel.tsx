import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from '@/features/deals/Panel.module.css';

interface Props {
  title: ReactNode;
  /** How much there is, or how much is left. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled part of the deal page. */
export function Panel({ title, note, actions, children }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <h2 id={id}>{title}</h2>
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
