import { Button, Modal } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { phaseOf, tookNothing } from '@/features/import/phase';
import { importQuery, importsQuery, undo } from '@/features/import/queries';
import type { Import } from '@/api/types';
import { formatInstant } from '@/lib/dates';
import { may } from '@/lib/permissions';
import { useLocale, useT } from '@/lib/use-locale';
import { ErrorState, ListSkeleton } from '@/ui/states';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/import/Import.module.css';

/** Earlier imports: how each ended, and the way to take it back whole. */
export function ImportList({ open }: { open: (id: string) => void }) {
  const t = useT('import');
  const locale = useLocale();
  const { data, error, refetch } = useQuery(importsQuery);
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={4} />;
  if (data.length === 0) return <p className={classes.quiet}>{t('none_yet')}</p>;
  return (
    <section className={classes.panel} aria-labelledby="import-list">
      <h2 id="import-list" className={classes.head}>
        <IconHistory size={16} aria-hidden />
        {t('earlier')}
      </h2>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('file')}</th>
              <th>{t('rows_are')}</th>
              <th>{t('state')}</th>
              <th data-number>{t('rows')}</th>
              <th data-number>{t('counts.created')}</th>
              <th data-number>{t('counts.updated')}</th>
              <th data-number>{t('counts.rejected')}</th>
              <th>{t('when')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {data.map((run) => (
              <tr key={run.id}>
                <td>
                  <button type="button" className={classes.open} onClick={() => open(run.id)}>
                    {run.file_name}
                  </button>
                </td>
                <td>{run.mapping && t(`objects.${run.mapping.as}`)}</td>
                <td>
                  <StateBadge run={run} />
                </td>
                <td data-number>{run.row_count.toLocaleString(locale)}</td>
                {(['created', 'updated', 'rejected'] as const).map((count) => (
                  <td key={count} data-number>
                    {run.progress && !run.progress.is_dry_run && run.state !== 'undone'
                      ? run.progress[count].toLocaleString(locale)
                      : '—'}
                  </td>
                ))}
                <td>{formatInstant(run.created_at, locale)}</td>
                <td>{may(run, 'import.undo') && !tookNothing(run) && <UndoImport run={run} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function StateBadge({ run }: { run: Import }) {
  const t = useT('import');
  const state = tookNothing(run) ? 'nothing' : phaseOf(run);
  return (
    <span className={classes.state} data-state={state}>
      {t(`states.${state}`)}
    </span>
  );
}

/** Takes a whole import back, after saying what that means. */
export function UndoImport({ run, size = 'compact-xs' }: { run: Import; size?: 'xs' | 'compact-xs' }) {
  const t = useT('import');
  const common = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  const [isAsking, setAsking] = useState(false);
  const [isSending, setSending] = useState(false);
  const takeBack = async () => {
    setSending(true);
    await write({
      send: () => undo(run.id),
      settle: (answer) => {
        client.setQueryData(importQuery(run.id).queryKey, answer);
        void client.invalidateQueries({ queryKey: ['imports', 'list'] });
      },
      done: t('undo_begun', { file: run.file_name }),
    });
    setSending(false);
    setAsking(false);
  };
  return (
    <>
      <Button size={size} variant="default" onClick={() => setAsking(true)}>
        {common('undo')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('undo_title', { file: run.file_name })}
        closeButtonProps={{ 'aria-label': common('close') }}
      >
        <p>{t('undo_text', { created: run.progress?.created ?? 0, updated: run.progress?.updated ?? 0 })}</p>
        <div className={classes.asking}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {common('cancel')}
          </Button>
          <Button data-autofocus loading={isSending} onClick={() => void takeBack()}>
            {t('undo_import')}
          </Button>
        </div>
      </Modal>
    </>
  );
}
