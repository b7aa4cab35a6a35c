import { useEffect, useEffectEvent } from 'react';
import { isComposing, isTyping, matchesShortcut } from '@/lib/keys';
import { createStore } from '@/lib/store';

/** Something a person can do from the palette, by a shortcut or from a menu. */
export interface Command {
  /** Stable name, such as `deal.create`. */
  id: string;
  /** What it is called, in the language of the moment. */
  label: string;
  /** The heading it stands under in the palette and on the sheet of shortcuts. */
  group: string;
  /** One chord (`Mod+KeyK`) or a sequence (`KeyG KeyB`). */
  shortcut?: string;
  /** More words to find it by. */
  keywords?: string;
  /** Why it cannot be done now; shown instead of running it. */
  disabledBecause?: string;
  /** Also while the focus is in a text field. */
  whileTyping?: boolean;
  /** Only on the sheet of shortcuts: a key that a widget handles itself. */
  isHint?: boolean;
  run: () => void;
}

/** Every command that can be given at the moment, by who registered it. */
const registered = createStore<ReadonlyMap<symbol, readonly Command[]>>(new Map());

/** The registry as the palette reads it. */
export const commandRegistry = registered;

/** Later registrations win over earlier ones of the same id. */
export function allCommands(groups: ReadonlyMap<symbol, readonly Command[]>): Command[] {
  const byId = new Map<string, Command>();
  for (const commands of groups.values()) for (const command of commands) byId.set(command.id, command);
  return [...byId.values()];
}

/** Offers commands while the component is mounted. Memoise the list. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    const owner = Symbol('commands');
    registered.set((groups) => new Map(groups).set(owner, commands));
    return () =>
      registered.set((groups) => {
        const rest = new Map(groups);
        rest.delete(owner);
        return rest;
      });
  }, [commands]);
}

const SEQUENCE_MS = 1200;

/** Listens for the shortcuts of every registered command. Mounted once, by the shell. */
export function useShortcuts(): void {
  const onKey = useEffectEvent((event: KeyboardEvent, held: { prefix: string; at: number }) => {
    if (event.defaultPrevented || isComposing(event)) return;
    const typing = isTyping(event.target);
    const inDialog = document.querySelector('[role="dialog"]') !== null;
    const commands = allCommands(registered.get()).filter(
      (command) => command.shortcut && !command.isHint && (command.whileTyping || (!typing && !inDialog)),
    );
    const prefix = event.timeStamp - held.at < SEQUENCE_MS ? held.prefix : '';
    held.prefix = '';
    for (const command of commands) {
      const [first = '', second] = (command.shortcut ?? '').split(' ');
      const hit = second ? prefix === first && matchesShortcut(event, second) : matchesShortcut(event, first);
      if (hit && !(prefix && !second)) {
        event.preventDefault();
        if (!command.disabledBecause) command.run();
        return;
      }
      if (second && matchesShortcut(event, first)) Object.assign(held, { prefix: first, at: event.timeStamp });
    }
  });
  useEffect(() => {
    const held = { prefix: '', at: 0 };
    const listen = (event: KeyboardEvent) => onKey(event, held);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
