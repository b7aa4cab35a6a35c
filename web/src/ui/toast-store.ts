import { announce } from '@/ui/announce';
import { createStore } from '@/lib/store';

/** How long a change can be undone. */
export const UNDO_MS = 10_000;

export interface Toast {
  id: number;
  tone: 'done' | 'failed' | 'unsaved';
  text: string;
  /** A second line, such as what was kept and the request's id. */
  detail?: string;
  action?: { label: string; run: () => void; isUndo: boolean };
  /** When it goes away by itself; never, when absent. */
  until?: number;
}

/** The toasts on screen, oldest first. */
export const toasts = createStore<readonly Toast[]>([]);

let lastId = 0;

/** Takes a toast away. */
export function dismissToast(id: number): void {
  toasts.set((all) => all.filter((toast) => toast.id !== id));
}

/** Shows a toast and says it aloud; returns its id. */
export function showToast(toast: Omit<Toast, 'id' | 'until'>, forMs: number | null = UNDO_MS): number {
  const id = ++lastId;
  toasts.set((all) => [...all.slice(-3), { ...toast, id, until: forMs === null ? undefined : Date.now() + forMs }]);
  announce(toast.text);
  if (forMs !== null) setTimeout(() => dismissToast(id), forMs);
  return id;
}

/** Undoes the newest change that can still be undone; false when there is none. */
export function undoNewest(): boolean {
  const newest = toasts.get().findLast((toast) => toast.action?.isUndo);
  if (!newest?.action) return false;
  dismissToast(newest.id);
  newest.action.run();
  return true;
}

/** Is anything here that the server has not got? Then leaving the page warns. */
export function hasUnsaved(): boolean {
  return toasts.get().some((toast) => toast.tone === 'unsaved');
}
