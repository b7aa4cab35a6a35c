import { useSuspenseQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { pipelineIn } from '@/api/lookup';
import { playbooksQuery } from '@/api/queries';
import { BoardHeader } from '@/features/board/BoardHeader';
import { BoardView } from '@/features/board/BoardView';

const DEFAULT_PIPELINE = 'new-business';

/** The pipeline board. Everything it shows is in the address. */
export default function BoardPage() {
  const search = useSearch({ from: '/shell/board' });
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const wanted = search.pipeline ?? DEFAULT_PIPELINE;
  const found = pipelineIn(playbooks, wanted) ?? pipelineIn(playbooks, playbooks[0]?.pipelines[0]?.key ?? '');
  const params = useDeferredValue(found && { pipeline: found.pipeline.key, owner: search.owner, q: search.q });
  if (!found || !params) return null;
  const shown = pipelineIn(playbooks, params.pipeline)?.pipeline ?? found.pipeline;
  return (
    <>
      <BoardHeader playbooks={playbooks} pipeline={found.pipeline} />
      <BoardView key={params.pipeline} pipeline={shown} params={params} />
    </>
  );
}
