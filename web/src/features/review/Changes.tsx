import {
  IconArrowRight,
  IconCalendarEvent,
  IconCash,
  IconChartDots,
  IconCircleMinus,
  IconClockPause,
  IconFileCheck,
  IconListCheck,
  IconPlus,
  IconStairsUp,
} from '@tabler/icons-react';
import type { DealChange, ReviewEntry } from '@/features/review/queries';
import { useSayChange } from '@/features/review/use-say-change';
import { formatDate, formatInstant, todayIn } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/review/Review.module.css';

const ICONS = {
  created: IconPlus,
  stage: IconStairsUp,
  amount: IconCash,
  close_on: IconCalendarEvent,
  pushes: IconClockPause,
  forecast_category: IconChartDots,
  next_step: IconListCheck,
  evidence_added: IconFileCheck,
  evidence_retracted: IconCircleMinus,
} satisfies Record<DealChange['kind'], typeof IconPlus>;

/** What is different from the last time somebody looked: each thing once, from what to what. */
export function Changes({ entry }: { entry: ReviewEntry }) {
  const t = useT('review');
  const locale = useLocale();
  const say = useSayChange(entry.deal.pipeline);
  const day = formatDate(todayIn(undefined, new Date(entry.changed_since)), locale);
  return (
    <section className={classes.block} aria-label={t('since', { date: day })}>
      <h3>{entry.last_note ? t('since_last', { date: day }) : t('since', { date: day })}</h3>
      {entry.changes.length === 0 ? (
        <p className={classes.quiet}>{t('unchanged')}</p>
      ) : (
        <ul className={classes.changes}>
          {entry.changes.map((change) => {
            const Icon = ICONS[change.kind];
            const { name, before, after } = say(change);
            return (
              <li
                key={`${change.kind}-${change.changed_at}-${after}`}
                data-kind={change.kind}
                title={t('changed_by', { name: change.changed_by, date: formatInstant(change.changed_at, locale) })}
              >
                <Icon size={16} stroke={1.8} aria-hidden />
                <b>{name}</b>
                <span>
                  {before !== null && (
                    <>
                      <s>{before}</s> <IconArrowRight size={13} role="img" aria-label="→" />{' '}
                    </>
                  )}
                  {after && <mark>{after}</mark>}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
