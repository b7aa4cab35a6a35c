import { useQuery } from '@tanstack/react-query';
import { Detected } from '@/features/import/Detected';
import { StateBadge } from '@/features/import/ImportList';
import { MappingEditor } from '@/features/import/MappingEditor';
import { Outcome } from '@/features/import/Outcome';
import { importQuery } from '@/features/import/queries';
import { useT } from '@/lib/use-locale';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/import/Import.module.css';

/** One import from upload to result: what was detected, the mapping while it can change, and what became of the rows. */
export function ImportView({ id }: { id: string }) {
  const t = useT('import');
  const { data: run, error, refetch } = useQuery(importQuery(id));
  if (error && !run) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!run) return <ListSkeleton />;
  const mayMap = ['uploaded', 'ready'].includes(run.state) || run.allowed_actions.includes('import.set_mapping');
  return (
    <>
      <div className={classes.titleRow}>
        <h2>{run.file_name}</h2>
        <StateBadge run={run} />
        {run.mapping && <span className={classes.quiet}>{t(`objects.${run.mapping.as}`)}</span>}
      </div>
      <Detected run={run} />
      {(run.progress || run.failure) && <Outcome run={run} />}
      {mayMap && <MappingEditor key={run.state === 'uploaded' ? 'new' : 'known'} run={run} />}
    </>
  );
}
