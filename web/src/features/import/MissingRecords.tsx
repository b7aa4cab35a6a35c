import { Button } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import type { Related } from '@/features/import/fields';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/import/Mapping.module.css';

/** Rows name records nobody knows. They are created only when a person says so. */
export function MissingRecords(props: { kinds: Related[]; create: () => void; isSending: boolean }) {
  const t = useT('import');
  const locale = useLocale();
  const names = props.kinds.map((kind) => t(`objects.${kind}`));
  return (
    <div className={classes.misses}>
      <p>
        <IconBulb size={17} aria-hidden />
        <b>{t('missing', { kinds: new Intl.ListFormat(locale).format(names) })}</b>
      </p>
      <Button size="xs" loading={props.isSending} onClick={props.create}>
        {t('create_and_try')}
      </Button>
    </div>
  );
}
