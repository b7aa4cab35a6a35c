import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useChanges } from '@/lib/changes';

const PAUSE_MS = 1500;

/** Asks the numbers on screen again a moment after deals changed. What was read of the past stays. */
export function useFreshNumbers(isPast: boolean): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useChanges((event) => {
    if (isPast || !(event.object_kind === 'deal' || event.deal_id)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void client.invalidateQueries({ queryKey: ['report'] }), PAUSE_MS);
  });
}
