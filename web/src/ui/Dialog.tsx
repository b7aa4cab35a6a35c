import type { ModalProps } from '@mantine/core';
import { Modal } from '@mantine/core';
import { useT } from '@/lib/use-locale';
import { useGiveBackFocus } from '@/ui/use-give-back-focus';

/** A dialog that is there while it is open: Escape closes it, and the focus goes back to where it was. */
export function Dialog({ children, ...props }: Omit<ModalProps, 'opened'>) {
  const t = useT('common');
  useGiveBackFocus();
  return (
    <Modal opened closeButtonProps={{ 'aria-label': t('close') }} {...props}>
      {children}
    </Modal>
  );
}
