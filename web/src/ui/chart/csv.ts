import type { Cell, TableTwin } from '@/ui/chart/spec';

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A text a spreadsheet would run as a formula is led by an apostrophe, as in the files the server writes. */
function guarded(text: string): string {
  return FORMULA.test(text.replace(/^'+/, '')) ? `'${text}` : text;
}

function field(value: Cell, say: (value: Cell) => string): string {
  if (value === null || value === undefined) return '';
  // Numbers stay numbers: a loss of -12 is no formula.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = guarded(say(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table as CSV (RFC 4180), with its names as headings; it opens as UTF-8 in a spreadsheet. */
export function csvOf({ columns, rows, say }: TableTwin): string {
  const head = columns.map(({ key }) => field(key, String)).join(',');
  const lines = rows.map((row) =>
    columns.map(({ key }) => field(row[key], (value) => say?.(key, value) ?? String(value))).join(','),
  );
  return `\uFEFF${[head, ...lines].join('\r\n')}\r\n`;
}
