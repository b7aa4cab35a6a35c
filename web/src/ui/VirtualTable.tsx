import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import classes from '@/ui/VirtualTable.module.css';

const ROW_HEIGHT = 42;

export interface TableColumn<T> {
  key: string;
  label: string;
  /** A grid track, such as `2fr` or `120px`. */
  width: string;
  isNumber?: boolean;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  columns: TableColumn<T>[];
  rows: T[];
  /** Opens a row; its first cell becomes the button. */
  open: (row: T) => void;
  hasMore: boolean;
  loadMore: () => void;
}

/** A list of records of any length: only the rows in sight are in the page. */
export function VirtualTable<T extends { id: string }>({ label, columns, rows, open, hasMore, loadMore }: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 20) loadMore();
  }, [hasMore, last, rows.length, loadMore]);
  const gridTemplateColumns = columns.map(({ width }) => `minmax(0, ${width})`).join(' ');
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="region" aria-label={label}>
      <div role="table" aria-label={label} aria-rowcount={hasMore ? -1 : rows.length + 1} className={classes.table}>
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns }}>
            {columns.map((column) => (
              <div key={column.key} role="columnheader" data-number={column.isNumber || undefined}>
                {column.label}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ key, index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                className={classes.row}
                style={{ gridTemplateColumns, height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
                onClick={() => open(row)}
              >
                {columns.map((column, at) => (
                  <div key={column.key} role="cell" data-number={column.isNumber || undefined}>
                    {at === 0 ? (
                      <button type="button" className={classes.open} onClick={() => open(row)}>
                        {column.cell(row)}
                      </button>
                    ) : (
                      column.cell(row)
                    )}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
