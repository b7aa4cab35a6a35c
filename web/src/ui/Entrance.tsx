import type { ReactNode } from 'react';
import { useT } from '@/lib/use-locale';
import classes from '@/ui/Entrance.module.css';
import { Logo } from '@/ui/Logo';

/** The frame of the pages before one is inside: a panel that says what this is, and the form. */
export function Entrance({ children, tools }: { children: ReactNode; tools?: ReactNode }) {
  const t = useT('session');
  return (
    <div className={classes.page}>
      <aside className={classes.panel}>
        <div className={classes.brand}>
          <Logo size={36} />
          <b>Proofline</b>
        </div>
        <div className={classes.words}>
          <p className={classes.tagline}>{t('tagline')}</p>
          <p className={classes.text}>{t('tagline_text')}</p>
        </div>
        <svg className={classes.line} viewBox="0 0 480 180" preserveAspectRatio="none" aria-hidden>
          <path d="M0 150 H110 L180 60 L245 118 H330 L400 28 L480 66" vectorEffect="non-scaling-stroke" />
        </svg>
      </aside>
      <main className={classes.main}>
        {tools && <div className={classes.tools}>{tools}</div>}
        <div className={classes.form}>{children}</div>
      </main>
    </div>
  );
}
