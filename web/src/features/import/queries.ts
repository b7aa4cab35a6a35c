import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Import, ImportFileOptions, ImportMapping, ImportObject } from '@/api/types';
import { phaseOf } from '@/features/import/phase';

/** How often a running import is asked how far it is. */
const POLL_MS = 600;

const isBusy = (run: Import) => ['trying', 'running', 'undoing'].includes(phaseOf(run));
const one = (import_id: string) => ({ params: { path: { import_id } } });

/** Earlier imports, newest first; asked again and again while one of them works. */
export const importsQuery = queryOptions({
  queryKey: ['imports', 'list'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/v1/imports', { signal }))).rows as Import[],
  refetchInterval: ({ state }) => (state.data?.some(isBusy) ? POLL_MS : false),
});

/** One import; asked again and again while it works. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => body(api.GET('/api/v1/imports/{import_id}', { ...one(id), signal })),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? POLL_MS : false),
  });

/**
 * Uploads a file; the answer tells what was detected and the mapping that is proposed. Sent again with the same key, a file
 * that had arrived after all is not taken twice.
 */
export function upload(as: ImportObject, file: File, key: string): Promise<Import> {
  const form = new FormData();
  // What the rows become comes before the file: the server reads the form as a stream.
  form.append('as', as);
  form.append('file', file);
  return body(
    api.POST('/api/v1/imports', {
      body: form as never,
      bodySerializer: (same) => same,
      headers: { 'Idempotency-Key': key },
    }),
  );
}

/** Confirms how columns become fields. */
export function setMapping(id: string, mapping: ImportMapping): Promise<Import> {
  return body(api.PUT('/api/v1/imports/{import_id}/mapping', { ...one(id), body: mapping }));
}

/** Has the file read in another way. Its columns may be others then, so the mapping is proposed anew. */
export function readOtherwise(run: Import, file: ImportFileOptions): Promise<Import> {
  return setMapping(run.id, { as: run.mapping?.as ?? 'deals', columns: {}, file });
}

export function dryRun(id: string): Promise<Import> {
  return body(api.POST('/api/v1/imports/{import_id}/dry-run', one(id)));
}

export function start(id: string): Promise<Import> {
  return body(api.POST('/api/v1/imports/{import_id}/run', one(id)));
}

export function undo(id: string): Promise<Import> {
  return body(api.POST('/api/v1/imports/{import_id}/undo', one(id)));
}

/** The refused rows with the reasons in the language of the page. */
export function errorFile(id: string): Promise<Blob> {
  return body<Blob>(api.GET('/api/v1/imports/{import_id}/errors.csv', { ...one(id), parseAs: 'blob' }));
}
