/** Where one is among the marks: which row, and which mark of it. */
export interface Place {
  row: number;
  at: number;
}

const clamp = (value: number, last: number) => Math.max(0, Math.min(last, value));

/**
 * Where a key leads. Along a row by the arrows of its direction, between rows by the others; a single row is stepped
 * through by all four. Null for a key that does not step.
 */
export function stepTo(key: string, place: Place, lengths: number[], isDown: boolean): Place | null {
  const along = isDown ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
  const between = isDown ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const last = (lengths[place.row] ?? 1) - 1;
  const isSingle = lengths.length === 1;
  const direction = (keys: string[]) => (key === keys[0] ? -1 : key === keys[1] ? 1 : 0);
  if (key === 'Home') return { ...place, at: 0 };
  if (key === 'End') return { ...place, at: last };
  const forward = direction(along) || (isSingle ? direction(between) : 0);
  if (forward) return { ...place, at: clamp(place.at + forward, last) };
  const sideways = direction(between);
  if (!sideways) return null;
  const row = clamp(place.row + sideways, lengths.length - 1);
  return { row, at: clamp(place.at, (lengths[row] ?? 1) - 1) };
}
