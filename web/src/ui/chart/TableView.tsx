import { useState } from 'react';
import { useLocale, useT } from '@/lib/use-locale';
import type { TableTwin } from '@/ui/chart/spec';
import type { Writer } from '@/ui/chart/write';
import { writeCell } from '@/ui/chart/write';
import classes from '@/ui/chart/Chart.module.css';

const PAGE = 100;
const NUMBERS = ['whole', 'number', 'share', 'money', 'days'];

/** The chart's numbers as a table, a page at a time; every number that opens is a button. */
export function TableView({
  name,
  table,
  write,
  height,
}: {
  name: string;
  table: TableTwin;
  write: Writer;
  height?: number;
}) {
  const t = useT('chart');
  const locale = useLocale();
  const [page, setPage] = useState(0);
  const from = Math.min(page * PAGE, Math.max(0, Math.floor((table.rows.length - 1) / PAGE) * PAGE));
  const rows = table.rows.slice(from, from + PAGE);
  return (
    <>
      <div className={classes.twin} style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={name}>
        <table>
          <caption className="visually-hidden">{name}</caption>
          <thead>
            <tr>
              {table.columns.map(({ key, label, unit }) => (
                <th key={key} scope="col" data-number={NUMBERS.includes(unit) || undefined}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={from + at}>
                {table.columns.map(({ key, unit }) => {
                  const value = row[key];
                  const text =
                    typeof value === 'string' && unit === 'text' && table.say
                      ? table.say(key, value)
                      : writeCell(value, unit, write, locale);
                  const open = table.open?.(from + at, key);
                  return (
                    <td key={key} data-number={NUMBERS.includes(unit) || undefined}>
                      {open ? (
                        <button type="button" className={classes.link} onClick={open}>
                          {text}
                        </button>
                      ) : (
                        text
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.rows.length > PAGE && (
        <p className={classes.pages}>
          <button type="button" className={classes.link} disabled={from === 0} onClick={() => setPage(page - 1)}>
            {t('previous_rows')}
          </button>
          {t('rows_of', { from: from + 1, to: from + rows.length, count: table.rows.length })}
          <button
            type="button"
            className={classes.link}
            disabled={from + PAGE >= table.rows.length}
            onClick={() => setPage(page + 1)}
          >
            {t('next_rows')}
          </button>
        </p>
      )}
    </>
  );
}
