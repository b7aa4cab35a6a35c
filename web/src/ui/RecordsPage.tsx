import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import { useSearchText } from '@/ui/use-search-text';
import type { TableColumn } from '@/ui/VirtualTable';
import { VirtualTable } from '@/ui/VirtualTable';

/** What of the page's state is in its address. */
export interface RecordsSearch {
  q?: string;
  /** The record beside the list; `new` makes one. */
  open?: string;
}

interface Props<R> {
  /** What the records are called, and what a new one is. */
  title: string;
  newLabel: string;
  /** The name of the command that makes one. */
  commandId: string;
  empty: { icon: ReactNode; title: string; text: string };
  columns: TableColumn<R>[];
  list: Pick<
    UseInfiniteQueryResult<{ pages: { rows: unknown[] }[] }>,
    'data' | 'error' | 'isPending' | 'hasNextPage' | 'isFetchingNextPage' | 'refetch' | 'fetchNextPage'
  >;
  search: RecordsSearch;
  /** Changes the address; must stay the same function. */
  show: (change: RecordsSearch) => void;
  drawer: (id: string, close: () => void) => ReactNode;
}

/** A searchable list of records of any length, with one of them beside it. */
export function RecordsPage<R extends { id: string }>(props: Props<R>) {
  const { title, newLabel, commandId, empty, columns, list, search, show, drawer } = props;
  const t = useT('records');
  const common = useT('common');
  const words = useSearchText(search.q ?? '', (q) => show({ q: q || undefined }));
  const rows = useMemo(() => (list.data?.pages.flatMap((page) => page.rows) ?? []) as R[], [list.data]);
  const create = useMemo<Command>(
    () => ({ id: commandId, group: title, label: newLabel, shortcut: 'KeyC', run: () => show({ open: 'new' }) }),
    [commandId, title, newLabel, show],
  );
  useCommands(useMemo(() => [create], [create]));
  const button = (
    <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={create.run}>
      {newLabel}
    </Button>
  );
  return (
    <>
      <PageHeader title={title} actions={button}>
        <TextInput
          size="xs"
          w={260}
          type="search"
          aria-label={common('search')}
          placeholder={common('search')}
          leftSection={<IconSearch size={15} aria-hidden />}
          {...words}
        />
      </PageHeader>
      {list.isPending ? (
        <ListSkeleton />
      ) : list.error && rows.length === 0 ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : rows.length > 0 ? (
        <VirtualTable
          label={title}
          columns={columns}
          rows={rows}
          open={({ id }) => show({ open: id })}
          hasMore={list.hasNextPage}
          loadMore={() => !list.isFetchingNextPage && void list.fetchNextPage()}
        />
      ) : search.q ? (
        <EmptyState icon={empty.icon} title={common('nothing_found')} text={t('search_empty')} />
      ) : (
        <EmptyState {...empty} action={button} />
      )}
      {search.open && drawer(search.open, () => show({ open: undefined }))}
    </>
  );
}
