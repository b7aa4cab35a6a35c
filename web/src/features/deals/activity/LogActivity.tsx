import { Modal } from '@mantine/core';
import { ActivityForm } from '@/features/deals/activity/ActivityForm';
import { useT } from '@/lib/use-locale';

/** Logs a call and what comes next, from wherever one is on the deal: open, type, Enter. */
export function LogActivity({ close }: { close: () => void }) {
  const t = useT('deal');
  const common = useT('common');
  return (
    <Modal
      opened
      onClose={close}
      size={560}
      title={t('log_title')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <ActivityForm done={close} />
    </Modal>
  );
}
