import { transport } from '@/api/transport';

/** Where the API is, seen from the page. */
export const API = '/api/v1';

interface Options {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  /** Sent as `If-Match`: the write is refused when somebody changed the record since. */
  version?: number;
  signal?: AbortSignal;
}

/** One request to the API; throws a `Problem` for every refusal. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const url = new URL(API + path, location.origin);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, String(value));
  }
  const headers = new Headers({ Accept: 'application/json' });
  const isForm = options.body instanceof FormData;
  if (options.body !== undefined && !isForm) headers.set('Content-Type', 'application/json');
  if (options.version !== undefined) headers.set('If-Match', `"${options.version}"`);
  const response = await transport(
    new Request(url, {
      method,
      headers,
      signal: options.signal,
      body: options.body === undefined ? undefined : isForm ? (options.body as FormData) : JSON.stringify(options.body),
    }),
  );
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}
