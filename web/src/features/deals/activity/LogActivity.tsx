import { ActivityForm } from '@/features/deals/activity/ActivityForm';
import { useT } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';

/** Logs a call and what comes next, from wherever one is on the deal: open, type, Enter. */
export function LogActivity({ close }: { close: () => void }) {
  const t = useT('deal');
  return (
    <Dialog onClose={close} size={560} title={t('log_title')}>
      <ActivityForm done={close} />
    </Dialog>
  );
}
