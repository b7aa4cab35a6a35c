import type { Deal, Playbook, Pipeline, Satisfy } from '@/api/types';

/** What every control that supplies something missing is given. */
export interface RemedyProps {
  deal: Deal;
  playbook: Playbook;
  pipeline: Pipeline;
  satisfy: Satisfy;
  /** The stage the deal wants to enter. */
  to: string;
  /** Supplied: the list is judged anew. */
  done: () => void;
}
