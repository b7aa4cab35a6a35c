import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useT } from '@/lib/use-locale';
import type { FieldWords } from '@/ui/conflict';
import type { Editable, RecordFormApi, Records } from '@/ui/RecordForm';
import { RecordForm } from '@/ui/RecordForm';
import { ErrorState, ListSkeleton } from '@/ui/states';

interface Props<R extends Editable, C extends object> {
  /** Which record; `new` makes one. */
  id: string;
  records: Records<R, C>;
  /** What a new one is called. */
  newTitle: string;
  mayEdit: (record: R) => boolean;
  words: FieldWords;
  close: () => void;
  children: (form: RecordFormApi, record: R | undefined) => ReactNode;
}

/** One record beside its list, to read, change or create. */
export function RecordDrawer<R extends Editable, C extends object>(props: Props<R, C>) {
  const { id, records, newTitle, mayEdit, words, close, children } = props;
  const t = useT('common');
  const isNew = id === 'new';
  const { data, error, refetch } = useQuery({
    queryKey: [records.noun, 'one', id],
    queryFn: () => records.read(id),
    enabled: !isNew,
  });
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={460}
      title={isNew ? newTitle : (data?.name ?? '')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : isNew || data ? (
        <RecordForm records={records} record={data} isReadOnly={!!data && !mayEdit(data)} words={words} close={close}>
          {(form) => children(form, data)}
        </RecordForm>
      ) : (
        <ListSkeleton rows={8} />
      )}
    </Drawer>
  );
}
