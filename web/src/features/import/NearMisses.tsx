import { Button } from '@mantine/core';
import { IconArrowRight, IconBulb } from '@tabler/icons-react';
import { useState } from 'react';
import type { NearMiss } from '@/api/types';
import { useT } from '@/lib/use-locale';
import classes from '@/features/import/Mapping.module.css';

interface Props {
  misses: NearMiss[];
  /** Takes over which of them a person says are meant, and which are names of their own. */
  confirm: (meant: NearMiss[], others: NearMiss[]) => void;
  isSending: boolean;
}

/** Values that are almost the name of something. Nothing is corrected before a person says so. */
export function NearMisses({ misses, confirm, isSending }: Props) {
  const t = useT('import');
  const [others, setOthers] = useState<readonly NearMiss[]>([]);
  const isMeant = (miss: NearMiss) => !others.includes(miss);
  return (
    <div className={classes.misses}>
      <p>
        <IconBulb size={17} aria-hidden />
        <b>{t('near_misses', { count: misses.length })}</b>
      </p>
      <ul>
        {misses.map((miss) => (
          <li key={`${miss.column}/${miss.value}`}>
            <label>
              <input
                type="checkbox"
                checked={isMeant(miss)}
                onChange={(event) =>
                  setOthers(event.target.checked ? others.filter((other) => other !== miss) : [...others, miss])
                }
              />
              <code>{miss.value}</code>
              <IconArrowRight size={14} aria-label={t('means_here')} />
              <code>{miss.suggestion}</code>
            </label>
            <small>
              {miss.column} · {t('in_rows', { count: miss.count })}
            </small>
          </li>
        ))}
      </ul>
      <small>{t('misses_hint')}</small>
      <Button size="xs" loading={isSending} onClick={() => confirm(misses.filter(isMeant), [...others])}>
        {t('confirm_misses')}
      </Button>
    </div>
  );
}
