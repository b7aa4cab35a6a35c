import type { ReactNode } from 'react';
import { useState } from 'react';
import { can, useDealView } from '@/features/deals/deal-view';
import { FactForm } from '@/features/deals/facts/FactForm';
import { FormPopover } from '@/features/deals/FormPopover';
import { useT } from '@/lib/use-locale';
import { Term } from '@/ui/Term';
import classes from '@/features/deals/facts/Facts.module.css';

interface Props {
  label: string;
  /** What the label is in the dictionary. */
  term: string;
  /** The field its form changes; without one the fact is computed. */
  target?: 'amount' | 'close_date' | 'next_step' | 'competition' | 'owner';
  /** A form of its own instead of the field's. */
  form?: (done: () => void) => ReactNode;
  isWide?: boolean;
  /** Said below the value; no part of what is pressed to change it. */
  note?: ReactNode;
  children: ReactNode;
}

/** One fact with its label. Pressed, it opens the form that changes it. */
export function Fact({ label, term, target, form, isWide, note, children }: Props) {
  const t = useT('deal');
  const view = useDealView();
  const [opened, setOpened] = useState(false);
  const action = target === 'owner' ? 'deal.assign' : target === 'close_date' ? 'deal.change_close_date' : 'deal.edit';
  const mayEdit = target !== undefined && can(view, action);
  const close = () => setOpened(false);
  return (
    <div className={classes.fact} data-wide={isWide || undefined} data-noted={note ? true : undefined}>
      <dt>
        <Term of={term}>{label}</Term>
      </dt>
      <dd>
        {mayEdit ? (
          <FormPopover
            opened={opened}
            close={close}
            width={target === 'next_step' ? 440 : 340}
            label={label}
            target={
              <button type="button" className={classes.value} aria-expanded={opened} onClick={() => setOpened(!opened)}>
                <span className="visually-hidden">{t('change_fact', { fact: label })}</span>
                {children}
              </button>
            }
          >
            {form ? form(close) : <FactForm target={target} done={close} />}
          </FormPopover>
        ) : (
          <div className={classes.value}>{children}</div>
        )}
        {note && <small className={classes.below}>{note}</small>}
      </dd>
    </div>
  );
}
