import { Button, Progress } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconDownload,
  IconFlask,
  IconPlugConnectedX,
  IconRotate2,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Import, ImportProgress } from '@/api/types';
import { UndoImport } from '@/features/import/ImportList';
import { phaseOf, tookNothing } from '@/features/import/phase';
import { errorFile, importQuery, start } from '@/features/import/queries';
import { namedAfter, saveFile } from '@/features/import/save-file';
import { attachParticles } from '@/lib/particle';
import { may } from '@/lib/permissions';
import { useLocale, useT } from '@/lib/use-locale';
import { announce } from '@/ui/announce';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/import/Import.module.css';

const COUNTS = ['created', 'updated', 'unchanged', 'skipped', 'rejected'] as const;
const ALWAYS: readonly string[] = ['created', 'updated', 'rejected'];

/** Where what came in can be seen. */
const SHOWN_ON = { deals: '/board', accounts: '/accounts', contacts: '/contacts' } as const;

interface Props {
  run: Import;
  /** The server does not answer at the moment. */
  isLost: boolean;
}

/** What became of the rows, or would become of them: counts, reasons, the error file, and the way back. */
export function Outcome({ run, isLost }: Props) {
  const t = useT('import');
  const { progress } = run;
  const phase = phaseOf(run);
  const verdict = useVerdict(run);
  const spoken = useRef(verdict);
  useEffect(() => {
    if (spoken.current !== verdict) announce(verdict);
    spoken.current = verdict;
  }, [verdict]);
  return (
    <section className={classes.panel} aria-labelledby="import-outcome">
      <div className={classes.headRow}>
        <h2 id="import-outcome" className={classes.head} tabIndex={-1}>
          <VerdictIcon run={run} />
          {verdict}
        </h2>
        <div className={classes.buttons}>
          {run.state === 'failed' && may(run, 'import.run') && !progress?.is_dry_run && <Resume run={run} />}
          {progress && progress.rejected > 0 && <ErrorFile run={run} />}
          {may(run, 'import.undo') && !tookNothing(run) && <UndoImport run={run} size="xs" />}
          {phase === 'finished' && !tookNothing(run) && <ShowRecords run={run} />}
        </div>
      </div>
      {run.failure && (
        <p className={classes.failure} role="alert">
          {run.failure}
        </p>
      )}
      {progress && ['trying', 'running', 'undoing'].includes(phase) && (
        <Working progress={progress} total={run.row_count} isUndoing={phase === 'undoing'} isLost={isLost} />
      )}
      {progress && phase === 'undone' && (
        <p className={classes.inset}>
          {t('undone_text', { created: progress.created, updated: progress.updated })}{' '}
          {progress.kept > 0 && t('kept_text', { count: progress.kept })}
        </p>
      )}
      {progress && phase !== 'undone' && phase !== 'undoing' && (
        <>
          <Counts progress={progress} />
          <Rejections progress={progress} />
        </>
      )}
    </section>
  );
}

/** How far the work is. How much of an undo is left is not known. */
function Working(props: { progress: ImportProgress; total: number; isUndoing: boolean; isLost: boolean }) {
  const t = useT('import');
  const { progress, total, isUndoing } = props;
  return (
    <div className={classes.inset}>
      <Progress
        value={isUndoing ? 100 : (100 * progress.processed) / Math.max(1, total)}
        animated={isUndoing}
        aria-label={t('progress')}
        size="lg"
        transitionDuration={300}
      />
      {!isUndoing && <p className={classes.faint}>{t('processed', { done: progress.processed, total })}</p>}
      {props.isLost && (
        <p className={classes.lost} role="status">
          <IconPlugConnectedX size={16} aria-hidden />
          {t('lost')}
        </p>
      )}
    </div>
  );
}

function Counts({ progress }: { progress: ImportProgress }) {
  const t = useT('import');
  const locale = useLocale();
  return (
    <dl className={classes.counts}>
      {COUNTS.filter((count) => progress[count] > 0 || ALWAYS.includes(count)).map((count) => (
        <div key={count} data-count={count} data-none={progress[count] === 0 || undefined}>
          <dt>{t(`counts.${count}`)}</dt>
          <dd>{progress[count].toLocaleString(locale)}</dd>
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
  );
}

/** One sentence on how it went. Nothing written is never called a success. */
function useVerdict(run: Import): string {
  const t = useT('import');
  const { progress } = run;
  const phase = phaseOf(run);
  if (phase === 'uploaded' || phase === 'ready') return t('tried');
  if (phase !== 'finished') return t(phase);
  const taken = (progress?.created ?? 0) + (progress?.updated ?? 0) + (progress?.unchanged ?? 0);
  return taken === 0 ? t('nothing_taken') : t('finished', { count: taken });
}

function VerdictIcon({ run }: { run: Import }) {
  const phase = phaseOf(run);
  if (phase === 'failed' || tookNothing(run)) return <IconAlertTriangle size={17} aria-hidden />;
  if (phase === 'finished') return <IconCheck size={17} aria-hidden />;
  return phase === 'ready' && <IconFlask size={17} aria-hidden />;
}

function ErrorFile({ run }: { run: Import }) {
  const t = useT('import');
  const write = useWrite();
  const [isLoading, setLoading] = useState(false);
  const download = async () => {
    setLoading(true);
    await write({
      send: () => errorFile(run.id),
      settle: (file) => saveFile(file, namedAfter(run.file_name, 'errors.csv')),
    });
    setLoading(false);
  };
  return (
    <Button
      size="xs"
      variant="default"
      loading={isLoading}
      leftSection={<IconDownload size={15} aria-hidden />}
      onClick={() => void download()}
    >
      {t('download_errors')}
    </Button>
  );
}

function ShowRecords({ run }: { run: Import }) {
  const t = useT('import');
  const navigate = useNavigate();
  const as = run.mapping?.as;
  if (as !== 'deals' && as !== 'accounts' && as !== 'contacts') return null;
  return (
    <Button size="xs" onClick={() => void navigate({ to: SHOWN_ON[as] })}>
      {t(`show.${as}`)}
    </Button>
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
              <td>{attachParticles(rejection.reason)}</td>
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
