import type { Replay } from '@/api/replay';
import type { OpenCell } from '@/features/workshop/ReplayResult';
import { useLocale, useT } from '@/lib/use-locale';
import { useWriter } from '@/ui/chart';
import { Term } from '@/ui/Term';
import classes from '@/features/workshop/Workshop.module.css';

interface Props {
  replay: Replay;
  open: OpenCell;
}

interface Effect {
  key: 'win_rate' | 'cycle' | 'forecast';
  term: string;
  before: string;
  after: string;
  text: string;
  /** The number that opens to the deals behind it, and the count of them. */
  measure: string;
  of: string;
}

/** What the draft would have done to the win rate, the cycle and the forecast error, before and after. */
export function ReplayEffects({ replay, open }: Props) {
  const t = useT('workshop');
  const locale = useLocale();
  const write = useWriter('USD');
  const row = replay.overall.rows[0] ?? {};
  const number = (name: string) => (typeof row[name] === 'number' ? row[name] : null);
  const score = (name: string) => {
    const value = number(name);
    const digits = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
    return value === null ? write.words.notAvailable : value.toLocaleString(locale, digits);
  };
  const effects: Effect[] = [
    {
      key: 'win_rate',
      term: 'win-rate',
      before: write.full(number('win_rate'), 'share'),
      after: write.full(number('win_rate_passed'), 'share'),
      text: t('replay.effects.win_rate_text', {
        stopped: write.full(number('win_rate_stopped'), 'share'),
        low: write.full(number('win_rate_passed_low'), 'share'),
        high: write.full(number('win_rate_passed_high'), 'share'),
      }),
      measure: 'win_rate_passed',
      of: 'win_rate_passed',
    },
    {
      key: 'cycle',
      term: 'sales-cycle',
      before: write.full(number('cycle_days'), 'days'),
      after: write.full(number('cycle_replayed_days'), 'days'),
      text: t('replay.effects.cycle_text', {
        later: number('won_later') ?? 0,
        never: number('won_never') ?? 0,
        won: number('won') ?? 0,
        wait: write.full(number('wait_days'), 'days'),
      }),
      measure: 'won_later',
      of: 'won_later',
    },
    {
      key: 'forecast',
      term: 'metric.calibration',
      before: score('brier'),
      after: score('brier_replayed'),
      text: t('replay.effects.forecast_text', {
        low: score('brier_change_low'),
        high: score('brier_change_high'),
        count: number('forecasts') ?? 0,
      }),
      measure: 'forecast_deals',
      of: 'forecast_deals',
    },
  ];
  const unjudged = number('unjudged') ?? 0;
  return (
    <>
      <ul className={classes.effects}>
        {effects.map(({ key, term, before, after, text, measure, of }) => (
          <li key={key}>
            <h3>
              <Term of={term}>{t(`replay.effects.${key}`)}</Term>
            </h3>
            <p className={classes.change}>
              <span>
                <small>{t('replay.as_was')}</small>
                {before}
              </span>
              <span aria-hidden>→</span>
              <span>
                <small>{t(key === 'win_rate' ? 'replay.never_stopped' : 'replay.replayed')}</small>
                <b>{after}</b>
              </span>
            </p>
            <p className={classes.quiet}>{text}</p>
            {(number(of) ?? 0) > 0 && (
              <button type="button" className={classes.link} onClick={() => open('overall', [], measure, '')}>
                {t(`replay.effects.${key}_open`)}
              </button>
            )}
          </li>
        ))}
      </ul>
      {unjudged > 0 && (
        <p className={classes.quiet}>
          <button type="button" className={classes.link} onClick={() => open('overall', [], 'unjudged', '')}>
            {t('replay.unjudged', { count: unjudged })}
          </button>
        </p>
      )}
    </>
  );
}
