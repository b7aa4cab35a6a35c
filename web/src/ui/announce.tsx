import { createStore, useStore } from '@/lib/store';

const message = createStore<{ text: string; turn: number }>({ text: '', turn: 0 });

/** Says something to people who listen instead of look. */
export function announce(text: string): void {
  message.set(({ turn }) => ({ text, turn: turn + 1 }));
}

/** The page's one polite live region. */
export function LiveRegion() {
  const { text, turn } = useStore(message);
  // Two alternating regions: the same sentence twice in a row is still spoken twice.
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="live-region">
      <span>{turn % 2 === 0 ? text : ''}</span>
      <span>{turn % 2 === 1 ? text : ''}</span>
    </div>
  );
}
