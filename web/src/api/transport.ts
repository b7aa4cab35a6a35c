import { Problem, problemOf } from '@/api/problem';

/** Asks the person to sign in again; resolves when a session exists. Set by the application shell. */
type Reauthenticate = () => Promise<void>;

let reauthenticate: Reauthenticate | null = null;

/** Registers who asks for the password when a session has expired in the middle of work. */
export function onSessionExpired(ask: Reauthenticate | null): void {
  reauthenticate = ask;
}

/** A random identifier; `randomUUID` itself is missing where the page is served over plain HTTP from another host. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function attempt(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Problem(0, { code: 'offline' }, request.headers.get('x-request-id') ?? undefined);
  }
}

/**
 * `fetch` to our own API: names the request, proves it comes from our page, repeats it once after an expired session was
 * renewed (so nothing typed is lost), and throws a `Problem` for every refusal.
 */
export async function transport(request: Request): Promise<Response> {
  request.headers.set('X-Request-Id', randomId());
  request.headers.set('Accept-Language', document.documentElement.lang);
  const mutates = request.method !== 'GET';
  if (mutates) {
    request.headers.set('X-Proofline-CSRF', '1');
    if (!request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', randomId());
  }
  const again = request.clone();
  let response = await attempt(request);
  const isSignIn = new URL(request.url).pathname.endsWith('/session');
  if (response.status === 401 && reauthenticate && !isSignIn) {
    await reauthenticate();
    response = await attempt(again);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}
