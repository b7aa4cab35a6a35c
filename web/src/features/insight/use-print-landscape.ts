import { useEffect } from 'react';

const SCHEME = 'data-mantine-color-scheme';

/**
 * Prints the page on landscape sheets and in the light scheme: paper is white.
 *
 * The sheet is named on the root, because a named sheet further in would put what is above it on a sheet of its own.
 */
export function usePrintLandscape(): void {
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.sheet = 'landscape';
    let before: string | null = null;
    const lighten = () => {
      before = root.getAttribute(SCHEME);
      root.setAttribute(SCHEME, 'light');
    };
    const restore = () => {
      if (before !== null) root.setAttribute(SCHEME, before);
    };
    window.addEventListener('beforeprint', lighten);
    window.addEventListener('afterprint', restore);
    return () => {
      delete root.dataset.sheet;
      window.removeEventListener('beforeprint', lighten);
      window.removeEventListener('afterprint', restore);
    };
  }, []);
}
