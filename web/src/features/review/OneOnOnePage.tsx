import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHourglassHigh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { TaskLine } from '@/features/review/Actions';
import type { OneOnOne, ReviewAction } from '@/features/review/queries';
import { oneOnOneQuery } from '@/features/review/queries';
import { useOpenReview } from '@/features/review/ReviewsPage';
import { formatDate, todayIn } from '@/lib/dates';
import { formatMoney, formatMoneyCompact } from '@/lib/money';
import { may } from '@/lib/permissions';
import { useLocale, useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/review/Reviews.module.css';

/** One person for the talk with their manager: the numbers, what was agreed last time, where to begin. */
export default function OneOnOnePage() {
  const { userId } = useParams({ from: '/shell/review/one-on-one/$userId' });
  const { data, error, refetch } = useQuery(oneOnOneQuery(userId));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={8} />;
  return <OneOnOneView one={data} />;
}

function OneOnOneView({ one }: { one: OneOnOne }) {
  const t = useT('review');
  const locale = useLocale();
  const { open, isOpening } = useOpenReview();
  const last = one.last_review;
  const lastOn = last?.closed_at ? formatDate(todayIn(undefined, new Date(last.closed_at)), locale) : '';
  return (
    <>
      <PageHeader
        title={t('one_on_one', { name: one.person.name })}
        actions={
          one.open_review ? (
            <Button size="xs" component={Link} to={`/review/${one.open_review.id}`}>
              {t('go_on')}
            </Button>
          ) : (
            may(one, 'review.hold') && (
              <Button
                size="xs"
                loading={isOpening}
                onClick={() => void open({ scope: 'person', person_id: one.person.id })}
              >
                {t('start_review')}
              </Button>
            )
          )
        }
      />
      <div className={classes.page}>
        <Numbers one={one} />
        <div className={classes.columns}>
          <Part title={t('last_review')} note={last ? t('last_review_at', { week: last.week, date: lastOn }) : null}>
            {!last ? (
              <p className={classes.quiet}>{t('last_review_none')}</p>
            ) : (
              <Tasks tasks={one.last_actions} none={t('no_actions')} />
            )}
          </Part>
          <Part title={t('open_actions')}>
            <Tasks tasks={one.open_actions} none={t('open_actions_none')} />
          </Part>
          <Part title={t('focus')}>
            {one.focus.length === 0 && <p className={classes.quiet}>{t('focus_none')}</p>}
            <ul className={classes.focus}>
              {one.focus.map((deal) => (
                <li key={deal.id}>
                  <Link to="/deals/$dealId" params={{ dealId: deal.id }}>
                    {[deal.account?.name, deal.name].filter(Boolean).join(' · ')}
                  </Link>
                  <span>
                    {deal.last_customer_evidence_at === null && (
                      <IconAlertTriangle size={14} data-tone="danger" aria-label={t('needs_word')} />
                    )}
                    {deal.rot.is_rotting && <IconHourglassHigh size={14} data-tone="warn" aria-label={t('rotting')} />}
                    {deal.amount ? formatMoneyCompact(deal.amount, locale) : t('no_amount')}
                    {deal.close_on && ` · ${t('closes', { date: formatDate(deal.close_on, locale) })}`}
                  </span>
                </li>
              ))}
            </ul>
          </Part>
        </div>
      </div>
    </>
  );
}

function Numbers({ one }: { one: OneOnOne }) {
  const t = useT('review');
  const locale = useLocale();
  const worth = (totals: OneOnOne['open']) =>
    totals.length === 0 ? (
      t('none_worth')
    ) : (
      <span title={totals.map((total) => formatMoney(total, locale)).join(' + ')}>
        {totals.map((total) => formatMoneyCompact(total, locale)).join(' + ')}
      </span>
    );
  return (
    <dl className={classes.numbers} aria-label={t('numbers')}>
      <Number label={t('open_pipeline')} note={t('deal_count', { count: one.deals })}>
        {worth(one.open)}
      </Number>
      <Number label={t('in_commit')} note={t('deal_count', { count: one.commit_deals })}>
        {worth(one.commit)}
      </Number>
      <Number
        label={t('pushed')}
        note={t('pushed_deals', { count: one.pushed_deals })}
        tone={one.pushes > 0 ? 'warn' : undefined}
      >
        {t('times', { count: one.pushes })}
      </Number>
      <Number label={t('without_evidence')} tone={one.deals_without_customer_evidence > 0 ? 'danger' : undefined}>
        {one.deals_without_customer_evidence}
      </Number>
      <Number label={t('rotting')} tone={one.rotting_deals > 0 ? 'warn' : undefined}>
        {one.rotting_deals}
      </Number>
      <Number label={t('overdue_tasks')} tone={one.overdue_tasks > 0 ? 'danger' : undefined}>
        {one.overdue_tasks}
      </Number>
    </dl>
  );
}

function Number(props: { label: string; note?: string; tone?: 'warn' | 'danger' | undefined; children: ReactNode }) {
  return (
    <div className={classes.numberBox}>
      <dt>{props.label}</dt>
      <dd data-tone={props.tone}>
        {props.children}
        {props.note && <small>{props.note}</small>}
      </dd>
    </div>
  );
}

function Part(props: { title: string; note?: string | null; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2>
        {props.title} {props.note && <small>{props.note}</small>}
      </h2>
      {props.children}
    </section>
  );
}

function Tasks({ tasks, none }: { tasks: readonly ReviewAction[]; none: string }) {
  if (tasks.length === 0) return <p className={classes.quiet}>{none}</p>;
  return (
    <ul>
      {tasks.map(({ action, deal }) => (
        <TaskLine key={action.id} task={action} deal={deal} />
      ))}
    </ul>
  );
}
