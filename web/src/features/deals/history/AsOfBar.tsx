import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { dealQuery } from '@/api/queries';
import type { JournalEntry } from '@/api/types';
import { effectiveAt, instantAt, stepOf } from '@/features/deals/history/describe';
import { journalQuery } from '@/features/deals/queries';
import { formatInstant, todayIn } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import classes from '@/features/deals/history/AsOfBar.module.css';

const STEPS = 1000;
const PAUSE_MS = 120;

/** Says that this is the past, and moves through it: by a slider with a tick for every change, or to a date. */
export function AsOfBar({ dealId, asOf }: { dealId: string; asOf: string }) {
  const t = useT('deal');
  const locale = useLocale();
  const navigate = useNavigate();
  const { data: deal } = useQuery(dealQuery(dealId));
  const { data } = useInfiniteQuery(journalQuery(dealId));
  const entries = (data?.pages.flatMap((page) => page.rows) ?? []) as JournalEntry[];
  const moments = entries.map(effectiveAt);
  const [now] = useState(Date.now);
  const first = Math.min(
    now - 86_400_000,
    ...(deal ? [Date.parse(deal.opened_at)] : []),
    ...moments.map((moment) => Date.parse(moment)),
  );
  const [dragged, setDragged] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const shown = dragged ?? asOf;
  const go = (as_of: string | undefined) => {
    setDragged(null);
    void navigate({
      to: '/deals/$dealId',
      params: { dealId },
      search: (before) => ({ ...before, as_of }),
      replace: true,
    });
  };
  const drag = (instant: string) => {
    setDragged(instant);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go(instant), PAUSE_MS);
  };
  const pick = (date: string) => {
    if (!date) return;
    const end = Math.min(new Date(`${date}T23:59:59.999`).getTime(), Date.now());
    go(new Date(end).toISOString());
  };
  return (
    <div className={classes.bar} role="region" aria-label={t('past')}>
      <p className={classes.words}>
        <IconHistory size={17} aria-hidden />
        <span>{t('as_it_was', { instant: formatInstant(shown, locale) })}</span>
      </p>
      <div className={classes.track}>
        <div className={classes.ticks} aria-hidden>
          {moments.slice(0, 200).map((moment, index) => (
            <i key={index} style={{ left: `${stepOf(moment, first, now, STEPS) / (STEPS / 100)}%` }} />
          ))}
        </div>
        <input
          type="range"
          min={0}
          max={STEPS}
          value={stepOf(shown, first, now, STEPS)}
          aria-label={t('moment')}
          aria-valuetext={formatInstant(shown, locale)}
          onChange={(event) => drag(instantAt(Number(event.target.value), first, now, STEPS))}
        />
      </div>
      <DateField
        size="xs"
        w={140}
        aria-label={t('as_of_date')}
        max={todayIn()}
        value={todayIn(undefined, new Date(shown))}
        onChange={pick}
      />
      <Button size="xs" onClick={() => go(undefined)}>
        {t('back_to_now')}
      </Button>
    </div>
  );
}
