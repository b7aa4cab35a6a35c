import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useT } from '@/lib/use-locale';
import { PlainTable } from '@/features/settings/PlainTable';
import type { FieldWords } from '@/ui/conflict';
import { Dialog } from '@/ui/Dialog';
import type { Editable, RecordFormApi, Records } from '@/ui/RecordForm';
import { RecordForm } from '@/ui/RecordForm';
import classes from '@/features/settings/Settings.module.css';

interface Props<R extends Editable, C extends object> {
  label: string;
  /** What the table is about, in a sentence. */
  text: string;
  newLabel: string;
  emptyText?: string;
  mayManage: boolean;
  columns: { label: string; cell: (row: R) => ReactNode }[];
  rows: R[];
  isOff?: (row: R) => boolean;
  records: Records<R, C>;
  words: FieldWords;
  fields: (form: RecordFormApi, record: R | undefined) => ReactNode;
}

/** A short table of the workspace's own records, with a form to add one and to change each. */
export function RecordTable<R extends Editable, C extends object>(props: Props<R, C>) {
  const { label, text, newLabel, emptyText, mayManage, columns, rows, isOff, records, words, fields } = props;
  const t = useT('settings');
  const common = useT('common');
  const [edited, setEdited] = useState<R | 'new' | null>(null);
  const record = edited === 'new' ? undefined : (edited ?? undefined);
  const close = () => setEdited(null);
  return (
    <>
      <div className={classes.bar}>
        <p>{text}</p>
        <Button
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={!mayManage}
          title={mayManage ? undefined : common('no_permission')}
          onClick={() => setEdited('new')}
        >
          {newLabel}
        </Button>
      </div>
      <PlainTable
        label={label}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        isOff={isOff}
        emptyText={emptyText}
        endLabel={t('edit')}
        end={(row) => (
          <Button
            size="compact-xs"
            variant="default"
            disabled={!mayManage}
            aria-label={t('edit_named', { name: row.name })}
            onClick={() => setEdited(row)}
          >
            {t('edit')}
          </Button>
        )}
      />
      {edited && (
        <Dialog onClose={close} size={480} title={record?.name ?? newLabel}>
          <RecordForm records={records} record={record} words={words} close={close}>
            {(form) => fields(form, record)}
          </RecordForm>
        </Dialog>
      )}
    </>
  );
}
