import { createStore } from '@/lib/store';
import type { Missing } from '@/api/types';

/** A move that the gate has to be satisfied for first. */
export interface GateRequest {
  dealId: string;
  dealName: string;
  /** Keys of the pipeline and of the stage to enter. */
  pipeline: string;
  to: string;
  /** What the refusal said; asked from the server when absent. */
  missing?: Missing[];
}

/** The dialog on screen, if any; mounted once by the shell. */
export const gateRequest = createStore<GateRequest | null>(null);
