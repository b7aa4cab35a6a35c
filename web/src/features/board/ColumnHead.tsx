import { IconHourglassHigh } from '@tabler/icons-react';
import type { BoardColumn, Stage, Total } from '@/api/types';
import { formatMoney, formatMoneyCompact } from '@/lib/money';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { Term } from '@/ui/Term';
import classes from '@/features/board/Board.module.css';

/** A stage's name, how many deals are in it, what they are worth, and how many stand too long. */
export function ColumnHead(props: { pipeline: string; stage: Stage; column: BoardColumn; lines: number }) {
  const { pipeline, stage, column, lines } = props;
  const t = useT('board');
  const text = useText();
  const locale = useLocale();
  return (
    <header className={classes.head}>
      <div className={classes.nameLine}>
        <h2 className={classes.name} title={`${text(stage.name)}: ${text(stage.definition)}`}>
          <Term of={`stage.${pipeline}.${stage.key}`}>{text(stage.name)}</Term>
        </h2>
        <span className={classes.count} aria-label={t('count', { count: column.count })} role="img">
          {column.count.toLocaleString(locale)}
        </span>
        {column.rotting > 0 && (
          <span
            className={classes.rotting}
            title={t('rotting', { count: column.rotting })}
            role="img"
            aria-label={t('rotting', { count: column.rotting })}
          >
            <IconHourglassHigh size={13} aria-hidden />
            {column.rotting.toLocaleString(locale)}
          </span>
        )}
      </div>
      <dl className={classes.totals} style={{ '--lines': lines } as React.CSSProperties}>
        {byCurrency(column.totals).map(({ currency, amount_minor, weighted_minor }) => {
          const whole = { amount_minor, currency };
          const part = { amount_minor: weighted_minor, currency };
          return (
            <div key={currency} className={classes.total}>
              <dt className="visually-hidden">{currency}</dt>
              <dd
                title={formatMoney(whole, locale)}
                data-testid={`amount-${stage.key}-${currency}`}
                data-minor={amount_minor}
              >
                {formatMoneyCompact(whole, locale)}
              </dd>
              {stage.kind === 'open' && (
                <dd
                  className={classes.weighted}
                  title={`${formatMoney(part, locale)} · ${t('probability', { percent: stage.probability_percent })}`}
                  data-minor={weighted_minor}
                >
                  {t('weighted')} {formatMoneyCompact(part, locale)}
                </dd>
              )}
            </div>
          );
        })}
      </dl>
    </header>
  );
}

/** Always in the same order, whatever order they came in. */
function byCurrency(totals: Total[]): Total[] {
  return totals.toSorted((a, b) => a.currency.localeCompare(b.currency));
}
