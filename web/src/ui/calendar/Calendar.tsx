import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { formatDateFull, formatMonth, formatWeekday } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { firstOfMonth, stepFrom, weeksOf } from '@/ui/calendar/month';
import classes from '@/ui/calendar/Calendar.module.css';

interface Props {
  /** The day chosen now, or the one to begin at. */
  value: string;
  isChosen: boolean;
  today: string;
  /** The last day that may be chosen. */
  max: string;
  onPick: (day: string) => void;
}

/** A month to choose a day from, written in the reader's language and walked with the arrow keys. */
export function Calendar({ value, isChosen, today, max, onPick }: Props) {
  const t = useT('common');
  const locale = useLocale();
  const title = useId();
  const grid = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState(value);
  const [isWalking, setWalking] = useState(false);
  const month = at.slice(0, 7);
  const weeks = weeksOf(at);
  const earlier = (day: string) => (day > max ? max : day);
  const turn = (by: number) => {
    setWalking(false);
    setAt(earlier(firstOfMonth(at, by)));
  };
  useEffect(() => {
    if (isWalking) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at, isWalking]);
  return (
    <div className={classes.calendar}>
      <div className={classes.head}>
        <button type="button" className={classes.turn} aria-label={t('month_before')} onClick={() => turn(-1)}>
          <IconChevronLeft size={17} aria-hidden />
        </button>
        <b id={title} aria-live="polite">
          {formatMonth(at, locale)}
        </b>
        <button
          type="button"
          className={classes.turn}
          aria-label={t('month_after')}
          disabled={firstOfMonth(at, 1) > max}
          onClick={() => turn(1)}
        >
          <IconChevronRight size={17} aria-hidden />
        </button>
      </div>
      <table
        ref={grid}
        role="grid"
        aria-labelledby={title}
        onKeyDown={(event) => {
          const next = stepFrom(at, event.key);
          if (next === null) return;
          event.preventDefault();
          setWalking(true);
          setAt(earlier(next));
        }}
      >
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col" abbr={formatWeekday(day, locale, 'long')}>
                {formatWeekday(day, locale, 'narrow')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} role="gridcell" aria-selected={isChosen && day === value}>
                  <button
                    type="button"
                    className={classes.day}
                    data-day={day}
                    data-beside={!day.startsWith(month) || undefined}
                    data-chosen={(isChosen && day === value) || undefined}
                    aria-current={day === today ? 'date' : undefined}
                    disabled={day > max}
                    tabIndex={day === at ? 0 : -1}
                    onClick={() => onPick(day)}
                  >
                    <span aria-hidden>{Number(day.slice(8))}</span>
                    <span className="visually-hidden">{formatDateFull(day, locale)}</span>
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
