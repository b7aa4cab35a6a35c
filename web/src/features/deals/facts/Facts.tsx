import { IconFlagExclamation, IconHourglassHigh } from '@tabler/icons-react';
import { CloseDateForm } from '@/features/deals/facts/CloseDateForm';
import { Fact } from '@/features/deals/facts/Fact';
import { useDealView } from '@/features/deals/deal-view';
import { formatDate, formatDateFull, todayIn } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { MoneyText } from '@/ui/MoneyText';
import { Term } from '@/ui/Term';
import classes from '@/features/deals/facts/Facts.module.css';

/** The few facts an account executive looks at first; each opens the form that changes it. */
export function Facts() {
  const t = useT('deal');
  const gate = useT('gate');
  const board = useT('board');
  const text = useText();
  const locale = useLocale();
  const { deal, stage, playbook, asOf } = useDealView();
  const today = asOf ? todayIn(undefined, new Date(asOf)) : todayIn();
  const isOverdue = deal.status === 'open' && !!deal.close_on && deal.close_on < today;
  const isStepLate = deal.status === 'open' && !!deal.next_step_on && deal.next_step_on < today;
  const competitors = deal.competitors.map((key) => {
    const known = playbook.competitors.find((one) => one.key === key);
    return known ? text(known.name) : key;
  });
  return (
    <dl className={classes.facts}>
      <Fact target="amount" term="amount" label={gate('fields.amount')}>
        {deal.amount ? (
          <span className={classes.amount}>
            <MoneyText money={deal.amount} />
          </span>
        ) : (
          <em>{board('no_amount')}</em>
        )}
        {deal.amount && deal.weighted_minor !== null && (
          <small>
            <MoneyText money={{ amount_minor: deal.weighted_minor, currency: deal.amount.currency }} compact />{' '}
            {t('weighted_at', { percent: stage.probability_percent })}
          </small>
        )}
      </Fact>
      <Fact
        target="close_date"
        term="close-date"
        label={gate('fields.close_date')}
        form={deal.close_on ? (done) => <CloseDateForm done={done} /> : undefined}
        note={
          <>
            {deal.close_basis ? gate(`bases.${deal.close_basis}`) : t('no_basis')}
            {deal.pushes > 0 && (
              <b className={classes.pushed}>
                {' · '}
                <Term of="push">{t('pushes', { count: deal.pushes, days: deal.pushed_days })}</Term>
              </b>
            )}
          </>
        }
      >
        {deal.close_on ? (
          <span data-tone={isOverdue ? 'danger' : undefined} title={formatDateFull(deal.close_on, locale)}>
            {isOverdue && <IconFlagExclamation size={15} aria-label={board('overdue')} />}
            {formatDate(deal.close_on, locale, today)}
          </span>
        ) : (
          <em>{t('not_set')}</em>
        )}
      </Fact>
      <Fact target="next_step" term="next-step" label={gate('fields.next_step')} isWide>
        {deal.next_step ? (
          <span className={classes.step} title={deal.next_step}>
            {deal.next_step}
          </span>
        ) : (
          <em>{board('no_next_step')}</em>
        )}
        {deal.next_step_on && (
          <small data-tone={isStepLate ? 'danger' : undefined} title={formatDateFull(deal.next_step_on, locale)}>
            {formatDate(deal.next_step_on, locale, today)}
            {isStepLate && ` · ${t('step_late')}`}
          </small>
        )}
      </Fact>
      <Fact term="rot" label={t('in_stage')}>
        <span data-tone={deal.rot.is_rotting ? 'warn' : undefined}>
          {deal.rot.is_rotting && <IconHourglassHigh size={15} aria-hidden />}
          {t('days', { count: deal.rot.days_in_stage })}
        </span>
        <small data-tone={deal.rot.is_rotting ? 'warn' : undefined}>
          {deal.rot.limit_days === null
            ? t('no_limit')
            : deal.rot.is_rotting
              ? t('rotting', { limit: deal.rot.limit_days })
              : t('limit', { limit: deal.rot.limit_days })}
        </small>
      </Fact>
      <Fact target="competition" term="competition" label={gate('fields.competition')}>
        {deal.competition ? gate(`competitions.${deal.competition}`) : <em>{t('not_set')}</em>}
        {competitors.length > 0 && <small>{competitors.join(', ')}</small>}
      </Fact>
      <Fact
        target="owner"
        term="owner"
        label={gate('fields.owner')}
        note={
          <Term of="forecast-category">
            {deal.forecast_category ? t(`forecast.${deal.forecast_category}`) : t('forecast_none')}
          </Term>
        }
      >
        {deal.owner?.name ?? <em>{t('not_set')}</em>}
      </Fact>
    </dl>
  );
}
