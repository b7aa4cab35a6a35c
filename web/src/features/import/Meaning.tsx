import { IconAlertTriangle } from '@tabler/icons-react';
import { useId } from 'react';
import type { Choices } from '@/features/import/choices';
import { choiceFor } from '@/features/import/choices';
import { useT } from '@/lib/use-locale';
import classes from '@/features/import/Mapping.module.css';

interface Props {
  label: string;
  /** What the file says; nothing when this is for rows that say nothing. */
  written: string;
  /** What it means by the mapping; empty when the mapping does not say. */
  meaning: string;
  choices: Choices;
  change: (meaning: string) => void;
}

/** The word a value stands for: chosen from a closed list, or written with suggestions. */
export function Meaning({ label, written, meaning, choices, change }: Props) {
  const t = useT('import');
  const list = useId();
  if (!choices.isClosed || choices.all.length === 0) {
    return (
      <>
        <input
          list={choices.all.length > 0 ? list : undefined}
          aria-label={label}
          placeholder={written}
          value={meaning}
          onChange={(event) => change(event.target.value)}
        />
        {choices.all.length > 0 && (
          <datalist id={list}>
            {choices.all.map(({ key, name }) => (
              <option key={key} value={key}>
                {name === key ? undefined : name}
              </option>
            ))}
          </datalist>
        )}
      </>
    );
  }
  const chosen = choiceFor(choices, meaning);
  const understood = choiceFor(choices, written);
  const isOpen = written !== '' && meaning === '' && !understood;
  return (
    <span className={classes.meaning} data-open={isOpen || undefined}>
      {isOpen && <IconAlertTriangle size={15} aria-hidden />}
      <select aria-label={label} value={chosen?.key ?? meaning} onChange={(event) => change(event.target.value)}>
        <option value="">{understood?.name ?? (written === '' ? '—' : t('not_understood'))}</option>
        {choices.all
          .filter(({ key }) => key !== understood?.key)
          .map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        {meaning !== '' && !chosen && <option value={meaning}>{meaning}</option>}
      </select>
    </span>
  );
}
