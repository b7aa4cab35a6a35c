import { Button } from '@mantine/core';
import { IconArrowRight, IconBulb } from '@tabler/icons-react';
import type { NearMiss } from '@/api/types';
import { useT } from '@/lib/use-locale';
import classes from '@/features/import/Import.module.css';

/** Values that are almost the name of something. Nothing is corrected before a person says so. */
export function NearMisses(props: { misses: NearMiss[]; confirm: () => void; isSending: boolean }) {
  const t = useT('import');
  return (
    <div className={classes.misses}>
      <p>
        <IconBulb size={17} aria-hidden />
        <b>{t('near_misses', { count: props.misses.length })}</b>
      </p>
      <ul>
        {props.misses.map((miss) => (
          <li key={`${miss.column}/${miss.value}`}>
            <code>{miss.value}</code>
            <IconArrowRight size={14} aria-hidden />
            <code>{miss.suggestion}</code>
            <small>
              {miss.column} · {t('in_rows', { count: miss.count })}
            </small>
          </li>
        ))}
      </ul>
      <Button size="xs" loading={props.isSending} onClick={props.confirm}>
        {t('confirm_misses')}
      </Button>
    </div>
  );
}
