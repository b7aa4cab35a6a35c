import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconClipboardCheck, IconNotes } from '@tabler/icons-react';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { sessionQuery } from '@/api/queries';
import { firstOpen, nextOpen, progressOf, stepFrom } from '@/features/review/answers';
import { Deck } from '@/features/review/Deck';
import { MinutesDialog } from '@/features/review/MinutesDialog';
import { Queue } from '@/features/review/Queue';
import type { Review } from '@/features/review/queries';
import { reviewQuery } from '@/features/review/queries';
import { useChanges } from '@/lib/changes';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { formatMoneyCompact } from '@/lib/money';
import { may } from '@/lib/permissions';
import { useLocale, useT } from '@/lib/use-locale';
import { announce } from '@/ui/announce';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/review/Review.module.css';

/** A review: deal after deal. */
export default function ReviewPage() {
  const { reviewId } = useParams({ from: '/shell/review/$reviewId' });
  const { data, error, refetch } = useQuery(reviewQuery(reviewId));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={10} />;
  return <ReviewView review={data} />;
}

function ReviewView({ review }: { review: Review }) {
  const t = useT('review');
  const navigate = useNavigate();
  const { deal: asked } = useSearch({ from: '/shell/review/$reviewId' });
  const [isReading, setReading] = useState(false);
  const { entries } = review;
  // Without a choice in the address the deck begins with what is open; that choice holds while one works on it.
  const [start] = useState(() => firstOpen(entries));
  const current = entries.some(({ deal }) => deal.id === asked) ? asked : start;
  const entry = entries.find(({ deal }) => deal.id === current) ?? entries[0];
  const isReadOnly = !may(review, 'review.hold');
  const choose = (dealId: string | undefined) => {
    const position = entries.findIndex(({ deal }) => deal.id === dealId);
    const chosen = entries[position];
    if (!chosen) return;
    announce(t('announce_deal', { position: position + 1, total: entries.length, deal: chosen.deal.name }));
    void navigate({
      to: '/review/$reviewId',
      params: { reviewId: review.id },
      search: { deal: chosen.deal.id },
      replace: true,
    });
  };
  const goOn = () => {
    if (!entry) return;
    const next = nextOpen(
      entries.map((one) => (one === entry ? { ...one, state: 'reviewed' as const } : one)),
      entry.deal.id,
    );
    if (next === entry.deal.id) announce(t('all_done'));
    else choose(next);
  };
  useFollow(review);
  usePageCommands((steps) => choose(stepFrom(entries, entry?.deal.id, steps)));
  return (
    <div className={classes.page}>
      <PageHeader
        title={
          <>
            {review.subject?.name ?? t('title')} <small className={classes.week}>{review.week}</small>
          </>
        }
        actions={
          <>
            <Button
              size="xs"
              variant="default"
              aria-label={t('previous')}
              onClick={() => choose(stepFrom(entries, entry?.deal.id, -1))}
            >
              <IconChevronLeft size={16} aria-hidden />
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-label={t('next')}
              onClick={() => choose(stepFrom(entries, entry?.deal.id, 1))}
            >
              <IconChevronRight size={16} aria-hidden />
            </Button>
            <Button
              size="xs"
              variant={isReadOnly ? 'default' : 'filled'}
              leftSection={<IconNotes size={15} aria-hidden />}
              onClick={() => setReading(true)}
            >
              {review.closed_at || isReadOnly ? t('minutes') : t('close_review')}
            </Button>
          </>
        }
      >
        <ReviewProgress review={review} />
      </PageHeader>
      {isReadOnly && <p className={classes.notice}>{review.closed_at ? t('read_only') : t('read_only_other')}</p>}
      {review.left_out > 0 && <p className={classes.notice}>{t('left_out', { count: review.left_out })}</p>}
      {entry ? (
        <div className={classes.body}>
          <Queue entries={entries} current={entry.deal.id} choose={choose} />
          <Deck key={entry.deal.id} reviewId={review.id} entry={entry} isReadOnly={isReadOnly} goOn={goOn} />
        </div>
      ) : (
        <EmptyState
          icon={<IconClipboardCheck size={26} />}
          title={t('empty_title')}
          text={t('empty_text')}
          action={
            <Button component={Link} to="/review" variant="default">
              {t('back_to_reviews')}
            </Button>
          }
        />
      )}
      {isReading && <MinutesDialog review={review} close={() => setReading(false)} />}
    </div>
  );
}

/** "7 of 20, 1.2억 reviewed", as a bar and in words. */
function ReviewProgress({ review }: { review: Review }) {
  const t = useT('review');
  const locale = useLocale();
  const { reviewed, skipped, total, worth } = progressOf(review.entries);
  const share = (count: number) => (total === 0 ? 0 : (count / total) * 100);
  const said = [
    t('progress', { reviewed, total }),
    worth.length > 0 &&
      t('progress_worth', { worth: worth.map((money) => formatMoneyCompact(money, locale)).join(' + ') }),
    skipped > 0 && t('progress_skipped', { count: skipped }),
  ].filter(Boolean);
  return (
    <div className={classes.progress}>
      <div
        className={classes.track}
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={reviewed}
        aria-valuetext={said.join(', ')}
        aria-label={t('column_progress')}
      >
        <span style={{ width: `${share(reviewed)}%` }} />
        <span data-skipped style={{ width: `${share(skipped)}%` }} />
      </div>
      <span>{said.join(' · ')}</span>
    </div>
  );
}

/** Brings the review up to date when a deal of it changes; what we noted ourselves is here already. */
function useFollow(review: Review): void {
  const client = useQueryClient();
  const me = useSuspenseQuery(sessionQuery).data.user.id;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void client.invalidateQueries({ queryKey: reviewQuery(review.id).queryKey, exact: true });
    }, 400);
  };
  useChanges((event) => {
    const deal = event.object_kind === 'deal' ? event.object_id : event.deal_id;
    const isOwnNote = event.object_kind === 'review_note' && event.actor_id === me;
    if (deal && !isOwnNote && review.entries.some((entry) => entry.deal.id === deal)) refresh();
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** The keys that move through the queue. */
function usePageCommands(step: (steps: number) => void): void {
  const t = useT('review');
  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  useCommands(
    useMemo<Command[]>(
      () => [
        { id: 'review.next', group: t('group'), label: t('next'), shortcut: 'KeyJ', run: () => latest.current(1) },
        {
          id: 'review.previous',
          group: t('group'),
          label: t('previous'),
          shortcut: 'KeyK',
          run: () => latest.current(-1),
        },
      ],
      [t],
    ),
  );
}
