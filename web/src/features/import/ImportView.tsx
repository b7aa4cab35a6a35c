import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Detected } from '@/features/import/Detected';
import { StateBadge } from '@/features/import/ImportList';
import { MappingEditor } from '@/features/import/MappingEditor';
import { Outcome } from '@/features/import/Outcome';
import { phaseOf } from '@/features/import/phase';
import { importQuery } from '@/features/import/queries';
import { useT } from '@/lib/use-locale';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/import/Import.module.css';

/** One import from upload to result: what was detected, the mapping while it can change, and what became of the rows. */
export function ImportView({ id }: { id: string }) {
  const t = useT('import');
  const client = useQueryClient();
  const { data: run, error, failureCount, refetch } = useQuery(importQuery(id));
  const phase = run && phaseOf(run);
  const known = useRef(phase);
  useEffect(() => {
    if (known.current && known.current !== phase) {
      void client.invalidateQueries({ queryKey: ['imports', 'list'] });
      // Whatever was shown before may have other records now.
      if (phase === 'finished' || phase === 'undone') void client.invalidateQueries({ type: 'inactive' });
      // The button that was pressed went away with the mapping.
      if (document.activeElement === document.body) document.getElementById('import-outcome')?.focus();
    }
    known.current = phase;
  }, [client, phase]);
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
      <Detected run={run} mayChange={mayMap} />
      {(run.progress || run.failure) && <Outcome run={run} isLost={failureCount > 0 || error !== null} />}
      {mayMap && <MappingEditor key={JSON.stringify(run.mapping?.file)} run={run} />}
    </>
  );
}
