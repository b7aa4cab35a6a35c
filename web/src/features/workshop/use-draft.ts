import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Pipeline, Playbook } from '@/api/types';
import type { DraftStage } from '@/features/workshop/draft';
import { draftSource } from '@/features/workshop/draft';
import { versionsQuery } from '@/features/workshop/queries';
import type { Words } from '@/features/workshop/use-words';

/** The published file with the proposed stages in it; empty while there are none. */
export function useDraft(playbook: Playbook, pipeline: Pipeline, stages: DraftStage[], words: Words): string {
  const { data: versions } = useQuery(versionsQuery(playbook.key));
  const published = versions?.find(({ version }) => version === playbook.version)?.source;
  return useMemo(
    () => (published && stages.length > 0 ? draftSource(published, playbook, pipeline, stages, words.both) : ''),
    [published, playbook, pipeline, stages, words],
  );
}
