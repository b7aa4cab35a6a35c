import { useNavigate } from '@tanstack/react-router';
import type { FocusEvent, KeyboardEvent } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { findCard } from '@/api/board-cache';
import type { Board } from '@/api/types';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { isComposing } from '@/lib/keys';
import { useT } from '@/lib/use-locale';
import { announce } from '@/ui/announce';

/** Frames to wait for a card to appear before its focus is given up: a scroll and a render. */
const PATIENCE = 20;

function cardElement(root: HTMLElement | null, id: string): HTMLElement | null {
  return root?.querySelector<HTMLElement>(`[data-deal-id="${CSS.escape(id)}"]`) ?? null;
}

/** Where an arrow leads from a card: within its column, or to the nearest column with cards. */
function neighbour(board: Board, id: string, key: string): string | undefined {
  const columns = board.columns;
  const at = columns.findIndex(({ cards }) => cards.some((card) => card.id === id));
  const row = columns[at]?.cards.findIndex((card) => card.id === id) ?? -1;
  if (key === 'ArrowUp' || key === 'ArrowDown') return columns[at]?.cards[row + (key === 'ArrowDown' ? 1 : -1)]?.id;
  const step = key === 'ArrowRight' ? 1 : -1;
  for (let next = at + step; columns[next]; next += step) {
    const cards = columns[next]?.cards ?? [];
    if (cards.length > 0) return cards[Math.min(row, cards.length - 1)]?.id;
  }
  return undefined;
}

/** The board's keyboard: arrows between cards, Shift and arrows move the card, M its menu, Enter the deal. */
export function useBoardKeys(
  board: Board,
  scroller: React.RefObject<HTMLElement | null>,
  move: (id: string, stage: string) => void,
  openMenu: (id: string) => void,
) {
  const t = useT('board');
  const common = useT('common');
  const navigate = useNavigate();
  const [active, setActive] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);

  // A card that goes to another column is mounted anew; the focus follows it once it is there.
  const follow = (id: string) => {
    wanted.current = id;
    setActive(id);
    let frames = 0;
    const attempt = () => {
      if (wanted.current !== id) return;
      const element = cardElement(scroller.current, id);
      if (element && document.activeElement !== element) {
        element.focus({ preventScroll: true });
        element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
      if (frames++ < PATIENCE) requestAnimationFrame(attempt);
      else wanted.current = null;
    };
    attempt();
  };
  useEffect(() => {
    const stop = () => (wanted.current = null);
    window.addEventListener('pointerdown', stop);
    return () => window.removeEventListener('pointerdown', stop);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>('[data-deal-id]');
    const id = card?.dataset.dealId;
    if (!id || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== card) return;
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (event.shiftKey && isSideways) {
      const at = board.columns.findIndex(({ stage }) => stage === findCard(board, id)?.stage);
      const next = board.columns[at + (event.key === 'ArrowRight' ? 1 : -1)];
      if (next) {
        move(id, next.stage);
        follow(id);
      } else announce(event.key === 'ArrowRight' ? t('already_last') : t('already_first'));
    } else if (event.key.startsWith('Arrow')) {
      const next = neighbour(board, id, event.key);
      if (next) follow(next);
    } else if (event.key === 'Enter') void navigate({ to: '/deals/$dealId', params: { dealId: id } });
    else if (event.code === 'KeyM' && !event.shiftKey) openMenu(id);
    else return;
    event.preventDefault();
  };

  useCommands(useMemo(() => hints(t, common('group_board')), [t, common]));

  return {
    active,
    onKeyDown,
    onFocus: (event: FocusEvent<HTMLElement>) => {
      const id = event.target.closest<HTMLElement>('[data-deal-id]')?.dataset.dealId;
      if (id) setActive(id);
    },
  };
}

/** The board's own keys, for the sheet of shortcuts. */
function hints(t: ReturnType<typeof useT<'board'>>, group: string): Command[] {
  const hint = (id: string, label: string, shortcut: string): Command => ({
    id: `board.${id}`,
    group,
    label,
    shortcut,
    isHint: true,
    run: () => undefined,
  });
  return [
    hint('focus', t('hint_move_focus'), 'ArrowUp+ArrowDown+ArrowLeft+ArrowRight'),
    hint('forward', t('hint_move_card'), 'Shift+ArrowRight'),
    hint('back', t('hint_move_card_back'), 'Shift+ArrowLeft'),
    hint('menu', t('move_to'), 'KeyM'),
    hint('open', t('hint_open'), 'Enter'),
  ];
}
