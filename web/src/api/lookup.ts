import { useSuspenseQuery } from '@tanstack/react-query';
import { playbooksQuery } from '@/api/queries';
import type { Pipeline, Playbook, Stage } from '@/api/types';

/** The definitions behind one pipeline key. */
export interface PipelineInPlaybook {
  playbook: Playbook;
  pipeline: Pipeline;
}

/** The playbook that has a pipeline of this key, and the pipeline. */
export function pipelineIn(playbooks: readonly Playbook[], key: string): PipelineInPlaybook | undefined {
  for (const playbook of playbooks) {
    const pipeline = playbook.pipelines.find((candidate) => candidate.key === key);
    if (pipeline) return { playbook, pipeline };
  }
  return undefined;
}

/** The definitions of a pipeline; undefined when no published playbook has it. */
export function usePipeline(key: string): PipelineInPlaybook | undefined {
  return pipelineIn(useSuspenseQuery(playbooksQuery).data, key);
}

/** Where a stage stands in its pipeline; -1 for an unknown key. */
export function stageIndex(pipeline: Pipeline, key: string): number {
  return pipeline.stages.findIndex((stage) => stage.key === key);
}

/** Is going from one stage to the other a step back? Closing never is; re-opening is. */
export function isBackward(pipeline: Pipeline, from: Stage, to: Stage): boolean {
  if (to.kind === 'lost') return false;
  return from.kind === 'lost' || stageIndex(pipeline, to.key) < stageIndex(pipeline, from.key);
}
