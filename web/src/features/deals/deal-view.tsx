import { createContext, useContext } from 'react';
import type { Deal, Pipeline, Playbook, Stage } from '@/api/types';
import { may } from '@/lib/permissions';

/** The deal on screen with the definitions it is judged by. */
export interface DealView {
  deal: Deal;
  playbook: Playbook;
  pipeline: Pipeline;
  /** The stage the deal is in. */
  stage: Stage;
  /** The stage after it; absent when the deal is closed. */
  next: Stage | undefined;
  /** The instant looked at, when it is not now. Then nothing can be changed. */
  asOf: string | undefined;
}

const Context = createContext<DealView | null>(null);

export const DealViewProvider = Context.Provider;

/** The deal of the page around. */
export function useDealView(): DealView {
  const view = useContext(Context);
  if (!view) throw new Error('outside of a deal page');
  return view;
}

/** May the person do this with the deal as it is shown? Never in the past. */
export function can({ deal, asOf }: DealView, action: string): boolean {
  return asOf === undefined && may(deal, action);
}
