import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { sessionQuery, teamsQuery, usersQuery } from '@/api/queries';
import type { Team, User } from '@/api/types';
import { reachOf } from '@/features/review/reach';
import type { OpenReview, ReviewSummary } from '@/features/review/queries';
import { openReview, reviewQuery, reviewsQuery } from '@/features/review/queries';
import { formatDate, todayIn } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { ErrorState, ListSkeleton } from '@/ui/states';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/review/Reviews.module.css';

/** Opens a review and goes there. */
export function useOpenReview() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const write = useWrite();
  const [isOpening, setOpening] = useState(false);
  const open = async (review: OpenReview) => {
    setOpening(true);
    const written = await write({
      send: () => openReview(review),
      settle: (opened) => client.setQueryData(reviewQuery(opened.id).queryKey, opened),
    });
    setOpening(false);
    if (!written.ok) return;
    void client.invalidateQueries({ queryKey: reviewsQuery.queryKey });
    void navigate({ to: '/review/$reviewId', params: { reviewId: written.result.id } });
  };
  return { open, isOpening };
}

/** Where reviews begin: one's own, a team's, a one-on-one; and those there were. */
export default function ReviewsPage() {
  const t = useT('review');
  const navigate = useNavigate();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: teams, isPending: areTeamsPending } = useQuery(teamsQuery);
  const { data: users, isPending: areUsersPending } = useQuery(usersQuery);
  const { open, isOpening } = useOpenReview();
  const reach = reachOf(session.user, (teams?.rows ?? []) as Team[], (users?.rows ?? []) as User[]);
  const [team, setTeam] = useState<string | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const chosenTeam = team ?? reach.teams[0]?.id ?? null;
  // Whom one may review decides how many ways there are to begin: what follows waits, rather than being moved by them.
  const isKnown = !areTeamsPending && !areUsersPending;
  const mayHold = !['executive', 'marketing'].includes(session.user.role);
  return (
    <>
      <PageHeader title={t('title')} />
      <div className={classes.page}>
        <p className={classes.intro}>{t('intro')}</p>
        {!isKnown && <ListSkeleton rows={4} />}
        {isKnown && mayHold && (
          <div className={classes.starts}>
            <Start title={t('start_own')} text={t('start_own_text')}>
              <Button size="xs" loading={isOpening} onClick={() => void open({ scope: 'own' })}>
                {t('start')}
              </Button>
            </Start>
            {reach.teams.length > 0 && (
              <Start title={t('start_team')} text={t('start_team_text')}>
                <Select
                  size="xs"
                  aria-label={t('choose_team')}
                  allowDeselect={false}
                  value={chosenTeam}
                  data={reach.teams.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={setTeam}
                />
                <Button size="xs" loading={isOpening} onClick={() => void open({ scope: 'team', team_id: chosenTeam })}>
                  {t('start')}
                </Button>
              </Start>
            )}
            {reach.people.length > 0 && (
              <Start title={t('start_person')} text={t('start_person_text')}>
                <Select
                  size="xs"
                  searchable
                  aria-label={t('choose_person')}
                  placeholder={t('choose_person')}
                  value={person}
                  data={reach.people.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={setPerson}
                />
                <Button
                  size="xs"
                  disabled={!person}
                  onClick={() =>
                    person && void navigate({ to: '/review/one-on-one/$userId', params: { userId: person } })
                  }
                >
                  {t('look')}
                </Button>
              </Start>
            )}
          </div>
        )}
        {isKnown && <PastReviews />}
      </div>
    </>
  );
}

function Start(props: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={classes.start}>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      <div className={classes.controls}>{props.children}</div>
    </section>
  );
}

function PastReviews() {
  const t = useT('review');
  const common = useT('common');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(reviewsQuery);
  const rows = (data?.pages.flatMap((page) => page.rows) ?? []) as ReviewSummary[];
  return (
    <section className={classes.past} aria-labelledby="past-reviews">
      <h2 id="past-reviews">{t('past')}</h2>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton rows={5} />
      ) : rows.length === 0 ? (
        <p className={classes.quiet}>{t('past_empty')}</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                {(['week', 'subject', 'chair', 'progress', 'state'] as const).map((name) => (
                  <th key={name} scope="col">
                    {t(`column_${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((review) => (
                <PastReview key={review.id} review={review} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {common('more')}
        </Button>
      )}
    </section>
  );
}

function PastReview({ review }: { review: ReviewSummary }) {
  const t = useT('review');
  const locale = useLocale();
  const subject = review.subject?.name ?? '';
  return (
    <tr>
      <td className={classes.number}>{review.week}</td>
      <td>
        <Link
          to="/review/$reviewId"
          params={{ reviewId: review.id }}
          aria-label={t('open_review', { week: review.week, subject })}
        >
          {subject}
        </Link>
        <span className={classes.tag}>{t(`scope_${review.scope}`)}</span>
      </td>
      <td>{review.chair?.name}</td>
      <td className={classes.number}>{t('progress', { reviewed: review.reviewed, total: review.deals })}</td>
      <td>
        {review.closed_at ? (
          t('is_closed', { date: formatDate(todayIn(undefined, new Date(review.closed_at)), locale) })
        ) : (
          <b className={classes.open}>{t('is_open')}</b>
        )}
      </td>
    </tr>
  );
}
