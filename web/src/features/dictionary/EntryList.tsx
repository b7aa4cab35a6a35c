import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import type { DictionaryEntry } from '@/api/dictionary';
import type { Line } from '@/features/dictionary/sections';
import { useT, useText } from '@/lib/use-locale';
import classes from '@/features/dictionary/Dictionary.module.css';

const ENTRY_HEIGHT = 34;
const HEADING_HEIGHT = 30;

interface Props {
  label: string;
  lines: Line[];
  current: string | undefined;
  /** Whether letters lead to their place in the list. */
  hasIndex: boolean;
}

/** The names of the dictionary. Arrow keys go from one to the next; letters jump. */
export function EntryList({ label, lines, current, hasIndex }: Props) {
  const t = useT('dictionary');
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index] && 'entry' in lines[index] ? ENTRY_HEIGHT : HEADING_HEIGHT),
    overscan: 6,
    getItemKey: (index) => keyOf(lines[index]) ?? index,
  });
  // An entry opened from elsewhere is brought into sight; one chosen here is there already.
  const at = lines.findIndex((line) => 'entry' in line && line.entry.key === current);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  useEffect(() => virtual.measure(), [lines, virtual]);
  const items = virtual.getVirtualItems();
  const isInSight = items.some(({ index }) => index === at);
  const first = items.find(({ index }) => lines[index] && 'entry' in lines[index])?.index;
  return (
    <>
      {hasIndex && (
        <div className={classes.letters} role="group" aria-label={t('letters')}>
          {lines.map((line, index) =>
            'heading' in line ? (
              <button key={line.heading} type="button" onClick={() => virtual.scrollToIndex(index, { align: 'start' })}>
                {line.heading}
              </button>
            ) : null,
          )}
        </div>
      )}
      <div ref={scroller} className={classes.names}>
        <ul style={{ height: virtual.getTotalSize() }} aria-label={label} onKeyDown={moveFocus}>
          {items.map(({ key, index, start, size }) => {
            const line = lines[index];
            if (!line) return null;
            const style = { height: size, transform: `translateY(${start}px)` };
            if ('heading' in line) {
              return (
                <li key={key} className={classes.heading} style={style}>
                  {line.kind ? t(`kinds.${line.kind}`) : line.heading}
                </li>
              );
            }
            const { entry } = line;
            const isCurrent = entry.key === current;
            return (
              <li key={key} style={style}>
                <Link
                  to="/dictionary"
                  search={(before) => ({ ...before, term: entry.key })}
                  className={classes.name}
                  aria-current={isCurrent ? 'true' : undefined}
                  tabIndex={isCurrent || (!isInSight && index === first) ? 0 : -1}
                  data-entry
                  title={titleOf(entry, text(entry.name))}
                >
                  {text(entry.name)}
                </Link>
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

function keyOf(line: Line | undefined): string | undefined {
  return line && ('entry' in line ? line.entry.key : `# ${line.heading}`);
}

/** Fields of different lists share their names; their path tells them apart. */
function titleOf({ kind, key }: DictionaryEntry, name: string): string {
  return kind === 'field' ? `${name} · ${key.slice('field.'.length)}` : name;
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const names = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')];
  names[names.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  event.preventDefault();
}
