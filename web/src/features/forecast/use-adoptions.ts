import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sessionQuery } from '@/api/queries';
import type { Adoption } from '@/features/forecast/adoptions';
import { adoptionsIn } from '@/features/forecast/adoptions';
import { journalQuery, versionsQuery } from '@/features/forecast/queries';
import { may } from '@/lib/permissions';

/** When each stage of a pipeline got its present probability, if ever it was changed. */
export function useAdoptions(playbook: string, pipeline: string): ReadonlyMap<string, Adoption> {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: versions } = useQuery(versionsQuery(playbook));
  const { data: journal } = useQuery({ ...journalQuery, enabled: may(session, 'journal.read') });
  return useMemo(() => adoptionsIn(versions?.rows ?? [], pipeline, journal?.rows ?? []), [versions, journal, pipeline]);
}
