import createClient from 'openapi-fetch';
import type { paths } from '@/api/schema';
import { transport } from '@/api/transport';

/** The API, typed by its own description. Every refusal is thrown as a `Problem`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: transport });

/** The body of an answer; refusals never get here. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

/** The header that makes a write fail when somebody changed the record since this version was read. */
export function ifVersion(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
