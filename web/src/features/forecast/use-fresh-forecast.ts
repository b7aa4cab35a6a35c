import { useQueryClient } from '@tanstack/react-query';
import { useFreshNumbers } from '@/features/insight';
import { useChanges } from '@/lib/changes';

const KINDS = ['forecast_submission', 'quota', 'playbook'];

/** Asks again after deals, calls, quotas or the playbook changed; calls made now are no news of the past. */
export function useFreshForecast(isPast: boolean): void {
  const client = useQueryClient();
  useFreshNumbers(isPast);
  useChanges(({ object_kind }) => {
    if (KINDS.includes(object_kind)) void client.invalidateQueries({ queryKey: ['report'] });
  });
}
