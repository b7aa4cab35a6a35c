import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDownload, IconFlask, IconRotate2 } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { UndoImport } from '@/features/import/ImportList';
import { errorsUrl, importQuery, start } from '@/features/import/queries';
import type { ImportProgress, Import } from '@/api/types';
import { may } from '@/lib/permissions';
import { useLocale, useT } from '@/lib/use-locale';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/import/Import.module.css';

const COUNTS = ['created', 'updated', 'unchanged', 'skipped', 'rejected', 'kept'] as const;

/** What became of the rows, or would become of them: counts, reasons, the error file, and the way back. */
export function Outcome({ run }: { run: Import }) {
  const t = useT('import');
  const locale = useLocale();
  const { progress } = run;
  return (
    <section className={classes.panel} aria-labelledby="import-outcome">
      <div className={classes.headRow}>
        <h2 id="import-outcome" className={classes.head}>
          <Verdict run={run} />
        </h2>
        <div className={classes.buttons}>
          {run.state === 'failed' && may(run, 'import.run') && !progress?.is_dry_run && <Resume run={run} />}
          {progress && progress.rejected > 0 && (
            <Button
              size="xs"
              variant="default"
              component="a"
              href={errorsUrl(run.id)}
              download
              leftSection={<IconDownload size={15} aria-hidden />}
            >
              {t('download_errors')}
            </Button>
          )}
          {may(run, 'import.undo') && <UndoImport run={run} />}
        </div>
      </div>
      {run.failure && (
        <p className={classes.failure} role="alert">
          {run.failure}
        </p>
      )}
      {progress && run.state === 'running' && (
        <div className={classes.inset}>
          <Progress
            value={(100 * progress.processed) / Math.max(1, run.row_count)}
            aria-label={t('progress')}
            size="lg"
            transitionDuration={300}
          />
          <p className={classes.faint} role="status">
            {t('processed', { done: progress.processed, total: run.row_count })}
          </p>
        </div>
      )}
      {progress && (
        <>
          <dl className={classes.counts}>
            {COUNTS.filter(
              (count) => (progress[count] ?? 0) > 0 || ['created', 'updated', 'rejected'].includes(count),
            ).map((count) => (
              <div key={count} data-count={count} data-none={(progress[count] ?? 0) === 0 || undefined}>
                <dt>{t(`counts.${count}`)}</dt>
                <dd>{(progress[count] ?? 0).toLocaleString(locale)}</dd>
              </div>
            ))}
            {Object.entries(progress.created_related).map(([kind, count]) => (
              <div key={kind}>
                <dt>
                  {t('created_related', {
                    kind: t.has(`objects.${kind}` as 'objects.users') ? t(`objects.${kind}` as 'objects.users') : kind,
                  })}
                </dt>
                <dd>{count.toLocaleString(locale)}</dd>
              </div>
            ))}
          </dl>
          <Rejections progress={progress} />
        </>
      )}
    </section>
  );
}

/** One sentence on how it went. Nothing written is never called a success. */
function Verdict({ run }: { run: Import }) {
  const t = useT('import');
  const { progress, state } = run;
  if (state === 'running') return <>{progress?.is_dry_run ? t('trying') : t('running')}</>;
  if (state === 'failed')
    return (
      <>
        <IconAlertTriangle size={17} aria-hidden />
        {t('failed')}
      </>
    );
  if (state === 'undone') return <>{t('undone')}</>;
  if (progress?.is_dry_run)
    return (
      <>
        <IconFlask size={17} aria-hidden />
        {t('tried')}
      </>
    );
  const taken = progress ? progress.created + progress.updated + progress.unchanged : 0;
  return (
    <>
      {taken === 0 ? <IconAlertTriangle size={17} aria-hidden /> : <IconCheck size={17} aria-hidden />}
      {taken === 0 ? t('nothing_taken') : t('finished', { count: taken })}
    </>
  );
}

function Resume({ run }: { run: Import }) {
  const t = useT('import');
  const client = useQueryClient();
  const write = useWrite();
  const [isSending, setSending] = useState(false);
  const resume = async () => {
    setSending(true);
    await write({
      send: () => start(run.id),
      settle: (answer) => client.setQueryData(importQuery(run.id).queryKey, answer),
    });
    setSending(false);
  };
  return (
    <Button
      size="xs"
      loading={isSending}
      leftSection={<IconRotate2 size={15} aria-hidden />}
      onClick={() => void resume()}
    >
      {t('resume')}
    </Button>
  );
}

/** The first refused rows; the file has all of them. */
function Rejections({ progress }: { progress: ImportProgress }) {
  const t = useT('import');
  const locale = useLocale();
  if (progress.rejections.length === 0) return null;
  return (
    <div className={classes.reasons} tabIndex={0} role="region" aria-label={t('rejections')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th data-number className={classes.number}>
              {t('row')}
            </th>
            <th>{t('column')}</th>
            <th>{t('reason')}</th>
          </tr>
        </thead>
        <tbody>
          {progress.rejections.slice(0, 100).map((rejection, index) => (
            <tr key={index}>
              <td data-number>{rejection.row.toLocaleString(locale)}</td>
              <td>{rejection.column ?? '—'}</td>
              <td>{rejection.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {progress.rejected > progress.rejections.length && (
        <p className={classes.quiet}>
          {t('more_rejections', { count: progress.rejected - progress.rejections.length })}
        </p>
      )}
    </div>
  );
}
