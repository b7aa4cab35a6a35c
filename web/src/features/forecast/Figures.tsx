import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ReportParams } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { sessionQuery } from '@/api/queries';
import { useMoney } from '@/features/forecast/money';
import { QuotaForm } from '@/features/forecast/QuotaForm';
import type { BucketName, Line } from '@/features/forecast/rollup';
import { gapOf, rangeIn, totalUpTo } from '@/features/forecast/rollup';
import { targetedOf } from '@/features/forecast/use-forecast';
import { may } from '@/lib/permissions';
import { useT } from '@/lib/use-locale';
import { useWriter } from '@/ui/chart';
import { Term } from '@/ui/Term';
import classes from '@/features/forecast/Forecast.module.css';

interface Props {
  line: Line;
  question: ReportParams;
  period: string;
  currency: string;
  isPast: boolean;
  open: (bucket: BucketName) => void;
}

/** The period in one line: what was asked, what is won, what is missing, and what the three say of it. */
export function Figures({ line, question, period, currency, isPast, open }: Props) {
  const t = useT('forecast');
  const { data: session } = useSuspenseQuery(sessionQuery);
  const money = useMoney(currency);
  const write = useWriter(currency);
  const { data } = useQuery(reportQuery('forecast', targetedOf(question, line.quota)));
  const hit = data?.rows[0]?.p_target;
  const range = rangeIn(data?.rows[0]) ?? line.model;
  const gap = gapOf(line);
  const call = line.managerCall ?? line.ownerCall;
  const amount = (minor: number | null | undefined) => <span title={money.full(minor)}>{money.short(minor)}</span>;
  const maySet = may(session, 'quota.manage') && line.kind !== 'unassigned' && !isPast;
  const called: ReactNode = call ? (
    <span title={money.full(call.commit_minor, call.currency)}>{money.short(call.commit_minor, call.currency)}</span>
  ) : line.ownerSum && line.ownerSum.called > 0 ? (
    amount(line.ownerSum.commit_minor)
  ) : (
    <span className={classes.none}>{t('rollup.no_call')}</span>
  );
  const callAside = call
    ? t(call.kind === 'manager' ? 'figures.by_manager' : 'figures.by_owner', { name: call.by.name })
    : line.ownerSum
      ? t('rollup.called', { called: line.ownerSum.called, people: line.ownerSum.people })
      : '';
  const figures: [key: string, name: ReactNode, value: ReactNode, aside: ReactNode][] = [
    [
      'target',
      <Term key="term" of="quota">
        {t('figures.target')}
      </Term>,
      amount(line.quota),
      <>
        {line.isQuotaSum && t('figures.sum_of_people')}
        {maySet && <QuotaForm key={`${line.id} ${period}`} line={line} period={period} currency={currency} />}
      </>,
    ],
    [
      'closed',
      t('figures.closed'),
      line.buckets.closed.deals > 0 ? (
        <button type="button" title={money.full(line.buckets.closed.minor)} onClick={() => open('closed')}>
          {money.short(line.buckets.closed.minor)}
        </button>
      ) : (
        amount(0)
      ),
      line.quota ? t('figures.of_target', { share: write.full(line.buckets.closed.minor / line.quota, 'share') }) : '',
    ],
    [
      'gap',
      t('figures.gap'),
      gap === null ? amount(null) : gap > 0 ? amount(gap) : <span title={money.full(-gap)}>{t('rollup.reached')}</span>,
      typeof hit === 'number' ? t('figures.odds', { odds: write.full(hit, 'share') }) : '',
    ],
    ['call', t('figures.call'), called, callAside],
    [
      'rule',
      <Term key="term" of="forecast-category">
        {t('figures.rule')}
      </Term>,
      amount(totalUpTo(line, 'commit')),
      t('figures.rule_best', { amount: money.short(totalUpTo(line, 'best_case')) }),
    ],
    [
      'model',
      <Term key="term" of="distribution">
        {t('figures.model')}
      </Term>,
      amount(range?.p50),
      range ? t('figures.range', { low: money.short(range.p10), high: money.short(range.p90) }) : '',
    ],
  ];
  return (
    <dl className={classes.figures} aria-label={t('figures.name')}>
      {figures.map(([key, name, value, aside]) => (
        <div key={key} data-figure={key}>
          <dt>{name}</dt>
          <dd>
            {value}
            <small>{aside}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
