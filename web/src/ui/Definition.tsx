import { Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '@/lib/use-locale';
import classes from '@/ui/Definition.module.css';

interface Props {
  /** The word's key in the dictionary. */
  term: string;
  /** The word as it stands on the page. */
  label: string;
  /** What it means, in a sentence or two. */
  children?: ReactNode;
  formula?: string;
}

/** A small (i) beside a word: what it means here, and the way to its entry in the dictionary. */
export function Definition({ term, label, children, formula }: Props) {
  const t = useT('common');
  return (
    <Popover width={340} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.button} aria-label={t('definition_of', { label })}>
          <IconInfoCircle size={15} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.definition}>
        <b>{label}</b>
        {children}
        {formula && <code>{formula}</code>}
        <Link to={'/dictionary' as '/'} search={{ term } as never}>
          {t('in_dictionary')}
        </Link>
      </Popover.Dropdown>
    </Popover>
  );
}
