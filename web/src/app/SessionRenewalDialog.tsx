import type { Session } from '@/api/types';
import { signOut } from '@/app/sign-out';
import { SignInForm } from '@/features/session/SignInForm';
import { useT } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';

/** The sign-in form over the page; it can only be left by signing in, or out. */
export default function SessionRenewalDialog({ email, done }: { email: string; done: (session: Session) => void }) {
  const t = useT('session');
  return (
    <Dialog
      onClose={() => void signOut()}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      title={t('expired_title')}
    >
      <p>{t('expired_text')}</p>
      <SignInForm email={email} done={done} />
    </Dialog>
  );
}
