import { createStore } from '@/lib/store';

/** A word whose meaning somebody asked for, and where it stands. */
export interface DefinitionRequest {
  /** Its key in the dictionary. */
  term: string;
  anchor: HTMLElement;
}

/** The word that is being explained, if any. The shell shows it. */
export const definitionRequest = createStore<DefinitionRequest | null>(null);
