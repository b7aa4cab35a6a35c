import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followChanges } from '@/api/events';
import type { ChangeEvent } from '@/api/types';
import { publishChange } from '@/lib/changes';

/** Which cached lists a kind of record appears in. */
const LISTS: Record<string, string> = {
  account: 'accounts',
  contact: 'contacts',
  product: 'products',
  user: 'users',
  team: 'teams',
  playbook: 'playbooks',
  import: 'imports',
};

/** Keeps what is on screen up to date with everybody's changes. Boards merge deals themselves. */
export function useLiveChanges(): void {
  const client = useQueryClient();
  useEffect(() => {
    const receive = (event: ChangeEvent) => {
      const deal = event.object_kind === 'deal' ? event.object_id : event.deal_id;
      if (deal) {
        void client.invalidateQueries({ queryKey: ['deal', deal] });
        // A board on screen merges the deal; one that is not must not be shown again as it was.
        void client.invalidateQueries({ queryKey: ['board'], type: 'inactive', refetchType: 'none' });
      }
      const list = LISTS[event.object_kind];
      if (list) void client.invalidateQueries({ queryKey: [list] });
      publishChange(event);
    };
    return followChanges(receive, () => void client.invalidateQueries());
  }, [client]);
}
