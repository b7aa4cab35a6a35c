import type { ReactNode } from 'react';
import { definitionRequest } from '@/ui/definition-request';
import classes from '@/ui/Term.module.css';

interface Props {
  /** The word's key in the dictionary. */
  of: string;
  /** The keyboard does not stop here: the same word stands before, or the page has very many. The dictionary has it. */
  isQuiet?: boolean;
  /** For a mark instead of a word: what it explains. */
  label?: string;
  children: ReactNode;
}

/** A word that says what it means here when it is pressed. A plain button: pages have many. */
export function Term({ of, isQuiet = false, label, children }: Props) {
  return (
    <button
      type="button"
      className={classes.term}
      tabIndex={isQuiet ? -1 : undefined}
      aria-haspopup="dialog"
      aria-label={label}
      title={label}
      onClick={(event) => definitionRequest.set({ term: of, anchor: event.currentTarget })}
    >
      {children}
    </button>
  );
}
