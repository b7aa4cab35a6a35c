import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { sessionQuery } from '@/api/queries';
import { onSessionExpired } from '@/api/transport';

const SessionRenewalDialog = lazy(() => import('@/app/SessionRenewalDialog'));

/** Asks for the password again over the page when a session has expired; what was typed below stays, and is sent after. */
export function SessionRenewal() {
  const client = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [isOpen, setOpen] = useState(false);
  const waiting = useRef<(() => void)[]>([]);
  useEffect(() => {
    onSessionExpired(
      () =>
        new Promise((resolve) => {
          waiting.current.push(resolve);
          setOpen(true);
        }),
    );
    return () => onSessionExpired(null);
  }, []);
  const renewed = (personId: string) => {
    // Somebody else's session must not finish this person's work.
    if (personId !== session.user.id) return location.assign('/board');
    setOpen(false);
    for (const proceed of waiting.current.splice(0)) proceed();
    void client.invalidateQueries({ refetchType: 'none' });
  };
  return (
    <Suspense>
      {isOpen && (
        <SessionRenewalDialog
          email={session.user.email ?? ''}
          done={(renewedSession) => renewed(renewedSession.user.id)}
        />
      )}
    </Suspense>
  );
}
