import type { ForecastSubmission } from '@/api/types';
import { useMoney } from '@/features/forecast/money';
import { formatInstant } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/forecast/Rollup.module.css';

export interface CallTipProps {
  call: ForecastSubmission;
  /** Where the call stands on the screen. */
  anchor: DOMRect;
  /** The home currency. */
  currency: string;
}

const WIDTH = 290;

/** Who called it and when, and what rule and model said at that moment. One for the whole table. */
export function CallTip({ call, anchor, currency }: CallTipProps) {
  const t = useT('forecast');
  const locale = useLocale();
  const money = useMoney(currency);
  const left = Math.max(8, Math.min(anchor.left, window.innerWidth - WIDTH - 8));
  const isLow = anchor.bottom + 190 > window.innerHeight;
  const place = isLow ? { left, bottom: window.innerHeight - anchor.top + 6 } : { left, top: anchor.bottom + 6 };
  const facts: [string, string][] = [
    [t('call.commit'), money.full(call.commit_minor, call.currency)],
    [t('call.best'), money.full(call.best_minor, call.currency)],
    [t('call.rule_then'), money.full(call.rule_commit_minor, call.home_currency)],
    [t('call.model_then'), money.full(call.model_p50_minor, call.home_currency)],
  ];
  return (
    <div id="call-tip" role="tooltip" className={classes.tip} style={{ ...place, width: WIDTH }}>
      <b>{t('call.made', { name: call.by.name, instant: formatInstant(call.submitted_at, locale) })}</b>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {call.note && <p>{call.note}</p>}
    </div>
  );
}
