import type { ReactNode } from 'react';
import classes from '@/features/settings/Settings.module.css';

interface Props<R> {
  label: string;
  columns: { label: string; cell: (row: R) => ReactNode; isNumber?: boolean }[];
  rows: readonly R[];
  keyOf: (row: R) => string;
  isOff?: (row: R) => boolean;
  /** What can be done with a row, at its end. */
  end: (row: R) => ReactNode;
  endLabel: string;
  emptyText?: string;
}

/** A short table; on a phone each row is a card that says its columns' names. */
export function PlainTable<R>({ label, columns, rows, keyOf, isOff, end, endLabel, emptyText }: Props<R>) {
  // The roles are written out because a table drawn as cards is none to a screen reader.
  return (
    <table className={classes.table} role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.label} scope="col" role="columnheader" data-number={column.isNumber || undefined}>
              {column.label}
            </th>
          ))}
          <th scope="col" role="columnheader" className={classes.end}>
            <span className="visually-hidden">{endLabel}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row" data-off={isOff?.(row) || undefined}>
            {columns.map((column) => (
              <td key={column.label} role="cell" data-label={column.label} data-number={column.isNumber || undefined}>
                {column.cell(row)}
              </td>
            ))}
            <td role="cell" className={classes.end}>
              {end(row)}
            </td>
          </tr>
        ))}
        {rows.length === 0 && emptyText && (
          <tr role="row">
            <td role="cell" colSpan={columns.length + 1}>
              {emptyText}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
