import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { sessionQuery, setupQuery } from '@/api/queries';
import type { Session } from '@/api/types';
import { SignInForm } from '@/features/session/SignInForm';
import { useT } from '@/lib/use-locale';
import { Entrance } from '@/ui/Entrance';
import { LanguageSwitch } from '@/ui/LanguageSwitch';

/** The door. Sends first visitors of a new server to its set-up. */
export default function SignInPage() {
  const t = useT('session');
  const client = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: '/sign-in' });
  const setup = useQuery(setupQuery);
  if (setup.data?.is_needed) return <Navigate to="/setup" />;
  const enter = (session: Session) => {
    client.setQueryData(sessionQuery.queryKey, session);
    // Only ever back into this application.
    void navigate({ href: next?.startsWith('/') && !next.startsWith('//') ? next : '/board' });
  };
  return (
    <Entrance tools={<LanguageSwitch />}>
      <h1>{t('title')}</h1>
      <SignInForm done={enter} />
    </Entrance>
  );
}
