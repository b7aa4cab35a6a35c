import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { ImportMapping, ImportObject, Import } from '@/api/types';

/** How often a running import is asked how far it is. */
const POLL_MS = 600;

const one = (import_id: string) => ({ params: { path: { import_id } } });

/** Earlier imports, newest first. */
export const importsQuery = queryOptions({
  queryKey: ['imports', 'list'],
  queryFn: async ({ signal }) => (await body(api.GET('/api/v1/imports', { signal }))).rows as Import[],
});

/** One import; asked again and again while it works. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => body(api.GET('/api/v1/imports/{import_id}', { ...one(id), signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  });

/** Uploads a file; the answer tells what was detected and the mapping that is proposed. */
export function upload(as: ImportObject, file: File): Promise<Import> {
  const form = new FormData();
  // What the rows become comes before the file: the server reads the form as a stream.
  form.append('as', as);
  form.append('file', file);
  return body(api.POST('/api/v1/imports', { body: form as never, bodySerializer: (same) => same }));
}

/** Confirms how columns become fields. */
export function setMapping(id: string, mapping: ImportMapping): Promise<Import> {
  return body(api.PUT('/api/v1/imports/{import_id}/mapping', { ...one(id), body: mapping }));
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

/** Where the refused rows can be downloaded. */
export function errorsUrl(id: string): string {
  return `/api/v1/imports/${encodeURIComponent(id)}/errors.csv`;
}
