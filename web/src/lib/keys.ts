/** The parts of a keyboard event that decide; React's and the DOM's events both fit. */
export interface KeyPress {
  key: string;
  code: string;
  keyCode?: number;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing?: boolean;
  nativeEvent?: { isComposing: boolean };
}

/** Is an input method still putting a syllable together? Then Enter confirms it and must do nothing else. */
export function isComposing(event: KeyPress): boolean {
  return event.isComposing === true || event.nativeEvent?.isComposing === true || event.keyCode === 229;
}

/** Enter that means "do it". */
export function isEnter(event: KeyPress): boolean {
  return event.key === 'Enter' && !isComposing(event);
}

/**
 * Does the event match a shortcut such as `Mod+KeyK` or `Shift+Slash`? Letters are named by `code`, so that they live in
 * the Hangul layout too. `Mod` is Ctrl, or Cmd on a Mac.
 */
export function matchesShortcut(event: KeyPress, shortcut: string): boolean {
  const parts = shortcut.split('+');
  const code = parts.pop();
  return (
    event.code === code &&
    (event.ctrlKey || event.metaKey) === parts.includes('Mod') &&
    event.shiftKey === parts.includes('Shift') &&
    event.altKey === parts.includes('Alt')
  );
}

/** Is the focus where letters are text? */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

const NAMES: Record<string, string> = {
  Slash: '/',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** How a shortcut is printed: `Mod+KeyK` is "Ctrl K" or "⌘ K", `Shift+Slash` is "?". A sequence is separated by a space. */
export function shortcutKeys(shortcut: string, isMac = /Mac|iPhone|iPad/.test(navigator.platform)): string[] {
  if (shortcut === 'Shift+Slash') return ['?'];
  return shortcut
    .split(/[+ ]/)
    .map((part) => (part === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : (NAMES[part] ?? part.replace(/^(Key|Digit)/, ''))));
}
