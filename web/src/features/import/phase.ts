import type { Import } from '@/api/types';

/** What is going on with an import. On the wire all work is `running`. */
export type Phase = Import['state'] | 'trying' | 'undoing';

export function phaseOf(run: Import): Phase {
  if (run.state !== 'running') return run.state;
  if (run.progress?.is_dry_run) return 'trying';
  // What has come to its end before and is at work again is being taken back.
  return run.finished_at ? 'undoing' : 'running';
}

/** Did a finished import leave everything as it was? That is never called a success. */
export function tookNothing(run: Import): boolean {
  const { progress, state } = run;
  return state === 'finished' && (progress?.created ?? 0) + (progress?.updated ?? 0) + (progress?.unchanged ?? 0) === 0;
}
