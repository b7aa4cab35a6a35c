import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { playbooksQuery } from '@/api/queries';
import type { Reader } from '@/features/insight/rows';

/** Stages in the order of their pipelines. */
export function useRank(): Reader['rank'] {
  const { data: playbooks } = useQuery(playbooksQuery);
  return useMemo(() => {
    const pipelines = playbooks?.flatMap((playbook) => playbook.pipelines) ?? [];
    const stages = pipelines.flatMap((pipeline) => pipeline.stages.map(({ key }) => key));
    return (column, value) => {
      const at = /stage$/.test(column) ? stages.indexOf(String(value)) : -1;
      return at < 0 ? undefined : at;
    };
  }, [playbooks]);
}
