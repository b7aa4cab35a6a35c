import type { ChangeEvent, CompositionEvent } from 'react';
import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 250;

/** The props of a search field whose text goes to the address after a pause, never in the middle of a syllable. */
export function useSearchText(committed: string, commit: (text: string) => void) {
  const [text, setText] = useState(committed);
  const [seen, setSeen] = useState(committed);
  const [sent, setSent] = useState(committed);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed otherwise: by Back, or by a button that clears the filters.
  if (committed !== seen) {
    setSeen(committed);
    // What we committed ourselves must not overwrite what was typed since.
    if (committed !== sent) setText(committed);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (next: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const words = next.trim().normalize('NFC');
      setSent(words);
      commit(words);
    }, PAUSE_MS);
  };
  return {
    value: text,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setText(event.target.value);
      if (!(event.nativeEvent as InputEvent).isComposing) later(event.target.value);
    },
    onCompositionEnd: (event: CompositionEvent<HTMLInputElement>) => later(event.currentTarget.value),
  };
}
