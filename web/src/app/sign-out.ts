import { api } from '@/api/client';

/** Ends the session and starts afresh: nothing of the person's data stays in memory. */
export async function signOut(): Promise<void> {
  try {
    await api.DELETE('/api/v1/session');
  } finally {
    location.assign('/sign-in');
  }
}
