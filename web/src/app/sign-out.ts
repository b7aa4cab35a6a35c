import { call } from '@/api/call';

/** Ends the session and starts afresh: nothing of the person's data stays in memory. */
export async function signOut(): Promise<void> {
  try {
    await call('DELETE', '/session');
  } finally {
    location.assign('/sign-in');
  }
}
