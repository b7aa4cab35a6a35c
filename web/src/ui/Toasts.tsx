import { IconAlertTriangle, IconCheck, IconCloudOff, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useStore } from '@/lib/store';
import { useT } from '@/lib/use-locale';
import { dismissToast, hasUnsaved, toasts } from '@/ui/toast-store';
import classes from '@/ui/Toasts.module.css';

const ICONS = { done: IconCheck, failed: IconAlertTriangle, unsaved: IconCloudOff };

/** The stack of toasts, bottom left. Their words are announced by the live region, not by the stack. */
export function Toasts() {
  const t = useT('common');
  const all = useStore(toasts);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
  return (
    <section className={classes.stack} aria-label={t('notifications')}>
      {all.map((toast) => {
        const Icon = ICONS[toast.tone];
        return (
          <div key={toast.id} className={classes.toast} data-tone={toast.tone} data-testid="toast">
            <Icon size={17} aria-hidden />
            <div className={classes.words}>
              <p>{toast.text}</p>
              {toast.detail && <p className={classes.detail}>{toast.detail}</p>}
            </div>
            {toast.action && (
              <button
                type="button"
                className={classes.action}
                onClick={() => {
                  dismissToast(toast.id);
                  toast.action?.run();
                }}
              >
                {toast.action.label}
              </button>
            )}
            <button
              type="button"
              className={classes.close}
              aria-label={t('close')}
              onClick={() => dismissToast(toast.id)}
            >
              <IconX size={15} aria-hidden />
            </button>
            {toast.action?.isUndo && <span className={classes.clock} aria-hidden />}
          </div>
        );
      })}
    </section>
  );
}
