import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { ImportMapping, ImportObject, ImportRun } from '@/features/import/types';

/** How often a running import is asked how far it is. */
const POLL_MS = 600;

const one = (import_id: string) => ({ params: { path: { import_id } } });
const run = async (answer: Promise<{ data?: unknown }>) => (await body(answer)) as ImportRun;

/** Earlier imports, newest first. */
export const importsQuery = queryOptions({
  queryKey: ['imports', 'list'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/v1/imports', { signal }))).rows as unknown as ImportRun[],
});

/** One import; asked again and again while it works. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => run(api.GET('/api/v1/imports/{import_id}', { ...one(id), signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  });

/** Uploads a file; the answer tells what was detected and the mapping that is proposed. */
export function upload(as: ImportObject, file: File): Promise<ImportRun> {
  const form = new FormData();
  // What the rows become comes before the file: the server reads the form as a stream.
  form.append('as', as);
  form.append('file', file);
  return run(api.POST('/api/v1/imports', { body: form as never, bodySerializer: (same) => same }));
}

/** Confirms how columns become fields. */
export function setMapping(id: string, mapping: ImportMapping): Promise<ImportRun> {
  return run(api.PUT('/api/v1/imports/{import_id}/mapping', { ...one(id), body: mapping as never }));
}

export function dryRun(id: string): Promise<ImportRun> {
  return run(api.POST('/api/v1/imports/{import_id}/dry-run', one(id)));
}

export function start(id: string): Promise<ImportRun> {
  return run(api.POST('/api/v1/imports/{import_id}/run', one(id)));
}

export function undo(id: string): Promise<ImportRun> {
  return run(api.POST('/api/v1/imports/{import_id}/undo', one(id)));
}

/** Where the refused rows can be downloaded. */
export function errorsUrl(id: string): string {
  return `/api/v1/imports/${encodeURIComponent(id)}/errors.csv`;
}
