import { createStore } from '@/lib/store';

/** The form for a new deal, asked for from anywhere; the shell shows it. */
export const newDealRequest = createStore<{ pipeline?: string; account?: { id: string; name: string } } | null>(null);
