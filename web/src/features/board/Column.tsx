import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { BoardParams } from '@/api/board-cache';
import { loadMoreCards } from '@/api/board-cache';
import type { BoardColumn, Stage } from '@/api/types';
import { Card } from '@/features/board/Card';
import { ColumnHead } from '@/features/board/ColumnHead';
import { useT, useText } from '@/lib/use-locale';
import classes from '@/features/board/Board.module.css';

const CARD_HEIGHT = 104;
const GAP = 8;
/** Cards beyond the visible ones that are kept ready above and below. */
const OVERSCAN = 2;
/** How close to the last loaded card the next page is asked for. */
const AHEAD = 15;

interface Props {
  stage: Stage;
  column: BoardColumn;
  params: BoardParams;
  /** How many currencies the fullest column has; all heads are as high. */
  totalLines: number;
  /** The card that Tab leads to, if it is in this column. */
  active: string | null;
  openMenu: (id: string) => void;
}

/** One stage: its sums, and those of its cards that are in sight. */
export function Column({ stage, column, params, totalLines, active, openMenu }: Props) {
  const t = useT('board');
  const text = useText();
  const element = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isOver = useDropTarget(element, stage.key);
  useEffect(() => (list.current ? autoScrollForElements({ element: list.current }) : undefined), []);
  const virtual = useVirtualizer({
    count: column.cards.length,
    getScrollElement: () => list.current,
    estimateSize: () => CARD_HEIGHT,
    gap: GAP,
    overscan: OVERSCAN,
    paddingStart: 2,
    paddingEnd: 12,
    getItemKey: (index) => column.cards[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  useMoreCards(params, column, items.at(-1)?.index ?? 0);
  const tabStop = column.cards.some((card) => card.id === active) ? active : column.cards[items[0]?.index ?? 0]?.id;
  return (
    <section
      ref={element}
      className={classes.column}
      data-kind={stage.kind}
      data-over={isOver || undefined}
      data-stage={stage.key}
      aria-label={t('column_label', { stage: text(stage.name), count: column.count })}
    >
      <ColumnHead pipeline={params.pipeline} stage={stage} column={column} lines={totalLines} />
      <div ref={list} className={classes.list} data-column-list>
        <div role="list" className={classes.cards} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ key, index, start }) => {
            const card = column.cards[index];
            if (!card) return null;
            return (
              <div
                key={key}
                role="listitem"
                aria-setsize={column.count}
                aria-posinset={index + 1}
                className={classes.slot}
                style={{ transform: `translateY(${start}px)`, height: CARD_HEIGHT }}
              >
                <Card deal={card} isTabStop={card.id === tabStop} openMenu={openMenu} />
              </div>
            );
          })}
        </div>
        {column.count === 0 && <p className={classes.none}>{t('column_empty')}</p>}
      </div>
    </section>
  );
}

/** Is a card held over the column? */
function useDropTarget(element: React.RefObject<HTMLElement | null>, stage: string): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => source.data.kind === 'deal',
      getData: () => ({ stage }),
      onDragEnter: ({ source }) => setOver(source.data.stage !== stage),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [element, stage]);
  return isOver;
}

/** Reads the next page of a column when its end comes near. */
function useMoreCards(params: BoardParams, column: BoardColumn, lastShown: number): void {
  const client = useQueryClient();
  const isLoading = useRef(false);
  useEffect(() => {
    if (!column.next_cursor || isLoading.current || lastShown < column.cards.length - AHEAD) return;
    isLoading.current = true;
    loadMoreCards(client, params, column)
      .catch(() => undefined) // Scrolling on asks again.
      .finally(() => {
        isLoading.current = false;
      });
  }, [client, params, column, lastShown]);
}
