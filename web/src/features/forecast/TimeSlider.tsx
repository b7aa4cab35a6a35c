import { Button } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { placeOf, WEEKS, weekAt } from '@/features/forecast/periods';
import { formatDate, formatDateFull, formatInstant } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/forecast/TimeSlider.module.css';

/** The page follows when the hand rests. */
const REST_MS = 250;
const PLAY_MS = 1100;

interface Props {
  asOf: string | undefined;
  today: string;
  change: (asOf: string | undefined) => void;
  /** Is the page still reading the moment it was last moved to? Playing waits for it. */
  isBusy: boolean;
}

/** The weeks of a year, to be gone through: whatever is on the page is shown as it was known at the end of that week. */
export function TimeSlider({ asOf, today, change, isBusy }: Props) {
  const t = useT('forecast');
  const locale = useLocale();
  const isStill = useReducedMotion();
  const [held, setHeld] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const place = held ?? placeOf(asOf, today);
  const day = weekAt(place, today);
  // An instant that is no end of a week is said as it is.
  const isBetween = held === null && asOf !== undefined && asOf !== day;
  const said = isBetween
    ? /T/.test(asOf)
      ? formatInstant(asOf, locale)
      : formatDateFull(asOf, locale)
    : day && formatDateFull(day, locale);

  const move = (to: number) => {
    const next = Math.max(0, Math.min(WEEKS, to));
    setHeld(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setHeld(null);
      change(weekAt(next, today));
    }, REST_MS);
  };
  const step = useEffectEvent(() => {
    if (isBusy || held !== null) return;
    if (place >= WEEKS - 1) setPlaying(false);
    setHeld(null);
    change(weekAt(place + 1, today));
  });
  useEffect(() => {
    if (!isPlaying) return;
    const every = setInterval(() => step(), PLAY_MS);
    return () => clearInterval(every);
  }, [isPlaying]);
  const play = () => {
    if (place >= WEEKS) move(WEEKS - 13);
    setPlaying(true);
  };
  return (
    <section className={classes.bar} data-past={asOf !== undefined || undefined} aria-label={t('time.name')}>
      <div className={classes.buttons}>
        <button
          type="button"
          aria-label={t('time.earlier')}
          title={t('time.earlier')}
          disabled={place === 0}
          onClick={() => move(place - 1)}
        >
          <IconChevronLeft size={17} aria-hidden />
        </button>
        {/* Who wants less motion goes week by week. */}
        {!isStill && (
          <button
            type="button"
            aria-label={t(isPlaying ? 'time.pause' : 'time.play')}
            title={t(isPlaying ? 'time.pause' : 'time.play')}
            onClick={() => (isPlaying ? setPlaying(false) : play())}
          >
            {isPlaying ? <IconPlayerPause size={17} aria-hidden /> : <IconPlayerPlay size={17} aria-hidden />}
          </button>
        )}
        <button
          type="button"
          aria-label={t('time.later')}
          title={t('time.later')}
          disabled={place === WEEKS}
          onClick={() => move(place + 1)}
        >
          <IconChevronRight size={17} aria-hidden />
        </button>
      </div>
      <div className={classes.track}>
        <input
          type="range"
          min={0}
          max={WEEKS}
          value={place}
          aria-label={t('time.name')}
          aria-valuetext={said ?? t('time.now')}
          style={{ '--done': place / WEEKS } as React.CSSProperties}
          onChange={(event) => {
            setPlaying(false);
            move(Number(event.currentTarget.value));
          }}
        />
        <div className={classes.ends} aria-hidden>
          <span>{formatDate(weekAt(0, today) ?? today, locale)}</span>
          <span>{formatDate(weekAt(WEEKS / 2, today) ?? today, locale)}</span>
          <span>{t('time.now')}</span>
        </div>
      </div>
      <p className={classes.said} role="status">
        {said ? (
          <>
            <b>{t('time.as_it_was', { day: said })}</b>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                setPlaying(false);
                clearTimeout(timer.current);
                setHeld(null);
                change(undefined);
              }}
            >
              {t('time.back')}
            </Button>
          </>
        ) : (
          <span>{t('time.present')}</span>
        )}
      </p>
    </section>
  );
}
