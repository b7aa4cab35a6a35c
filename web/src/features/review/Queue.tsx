import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconHourglassHigh,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReviewEntry, ReviewState } from '@/features/review/queries';
import { formatDate } from '@/lib/dates';
import { formatMoneyCompact } from '@/lib/money';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/review/Review.module.css';

const MARKS = {
  unreviewed: IconCircle,
  reviewed: IconCircleCheck,
  skipped: IconPlayerSkipForward,
} satisfies Record<ReviewState, typeof IconCircle>;

interface Props {
  entries: readonly ReviewEntry[];
  current: string | undefined;
  choose: (dealId: string) => void;
}

/** The deals of the review in order, each with how far it has come. Plain markup: there may be a hundred. */
export function Queue({ entries, current, choose }: Props) {
  const t = useT('review');
  const locale = useLocale();
  const chosen = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <nav className={classes.queue} aria-label={t('queue')}>
      <ol>
        {entries.map(({ deal, state, changes }) => {
          const Mark = MARKS[state];
          const isCurrent = deal.id === current;
          return (
            <li key={deal.id}>
              <button
                ref={isCurrent ? chosen : undefined}
                type="button"
                className={classes.queued}
                data-state={state}
                aria-current={isCurrent || undefined}
                onClick={() => choose(deal.id)}
              >
                <Mark size={16} stroke={1.8} aria-label={t(`state.${state}`)} />
                <span className={classes.queuedName} title={deal.name}>
                  {deal.account?.name ?? deal.name}
                </span>
                <span className={classes.queuedFacts}>
                  {deal.amount ? formatMoneyCompact(deal.amount, locale) : t('no_amount')}
                  {deal.close_on && ` · ${formatDate(deal.close_on, locale)}`}
                  {deal.account && ` · ${deal.name}`}
                </span>
                <span className={classes.flags}>
                  {deal.last_customer_evidence_at === null && (
                    <IconAlertTriangle size={14} data-tone="danger" aria-label={t('needs_word')} />
                  )}
                  {deal.rot.is_rotting && <IconHourglassHigh size={14} data-tone="warn" aria-label={t('rotting')} />}
                  {changes.length > 0 && <b className={classes.changeCount}>{changes.length}</b>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
