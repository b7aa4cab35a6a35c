import { useEffect, useEffectEvent } from 'react';
import type { ChangeEvent } from '@/api/types';

type Listener = (event: ChangeEvent) => void;

const listeners = new Set<Listener>();

/** Tells every mounted page of a change; the shell calls it for each live event. */
export function publishChange(event: ChangeEvent): void {
  for (const listener of [...listeners]) listener(event);
}

/** Hears of changes, other people's and our own, while mounted. */
export function useChanges(listener: Listener): void {
  const hear = useEffectEvent(listener);
  useEffect(() => {
    const own: Listener = (event) => hear(event);
    listeners.add(own);
    return () => {
      listeners.delete(own);
    };
  }, []);
}
