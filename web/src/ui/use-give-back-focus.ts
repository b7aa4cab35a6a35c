import { useEffect, useState } from 'react';

/** Gives the focus back, when this goes away, to what had it when this came: for what is there only while it is open. */
export function useGiveBackFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After whatever closed it has had its say about where the focus goes.
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
      });
    },
    [opener],
  );
}
