import { useSyncExternalStore } from 'react';

/** From here on three dashboards stand in a row; the style sheet says the same. */
const THREE_ABREAST = 1240;

/** What a card has beside its chart, and the page beside two rows of cards, in pixels. */
const CARD = 172;
const PAGE = 200;

function onResize(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}

function heightNow(): number {
  if (window.innerWidth < THREE_ABREAST) return 250;
  return Math.max(168, Math.min(300, Math.floor((window.innerHeight - PAGE) / 2) - CARD));
}

/** How high the charts are so that all six dashboards are seen at once, where the screen is wide enough for that. */
export const useChartHeight = (): number => useSyncExternalStore(onResize, heightNow);
