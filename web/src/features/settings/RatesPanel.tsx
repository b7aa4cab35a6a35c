import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fxRatesQuery, sessionQuery } from '@/api/queries';
import { PlainTable } from '@/features/settings/PlainTable';
import { RateForm } from '@/features/settings/RateForm';
import type { DatedRate } from '@/features/settings/rates';
import { byCurrency, isOdd, worthOf } from '@/features/settings/rates';
import { formatDate } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { may } from '@/lib/permissions';
import { useLocale, useT } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';
import classes from '@/features/settings/Settings.module.css';

/** What other currencies are worth in the workspace's, from which day on. */
export default function RatesPanel() {
  const t = useT('settings');
  const common = useT('common');
  const locale = useLocale();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data } = useSuspenseQuery(fxRatesQuery);
  const [edited, setEdited] = useState<DatedRate | 'new' | null>(null);
  const home = session.workspace.home_currency;
  const mayEdit = may(session, 'workspace.edit');
  const named = new Intl.DisplayNames([locale], { type: 'currency' });
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const worth = (rate: DatedRate) => {
    const said = worthOf(rate.rate, rate.currency, home);
    return `${formatMoney(said.amount, locale)} = ${formatMoney(said.worth, locale)}`;
  };
  return (
    <>
      <div className={classes.bar}>
        <p>{t('rates.text', { home })}</p>
        <Button
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={!mayEdit}
          title={mayEdit ? undefined : common('no_permission')}
          onClick={() => setEdited('new')}
        >
          {t('rates.add')}
        </Button>
      </div>
      <ul className={classes.about}>
        <li>{t('rates.closed')}</li>
        <li>{t('rates.open')}</li>
        <li>{t('rates.missing')}</li>
      </ul>
      {data.rows.length === 0 && <p className={classes.about}>{t('rates.none')}</p>}
      {[...byCurrency(data.rows)].map(([currency, rates]) => (
        <section key={currency} aria-label={currency}>
          <h2 className={classes.currency}>
            {currency} <small>{named.of(currency)}</small>
          </h2>
          <PlainTable
            label={t('rates.of', { currency })}
            columns={[
              { label: t('rates.from'), cell: (rate) => formatDate(rate.effective_on, locale) },
              {
                label: t('rates.until'),
                cell: (rate) => (rate.until ? formatDate(rate.until, locale) : t('rates.until_next')),
              },
              { label: t('rates.rate', { home }), isNumber: true, cell: (rate) => rate.rate },
              { label: t('rates.worth'), isNumber: true, cell: worth },
              {
                label: t('rates.change'),
                isNumber: true,
                cell: (rate) =>
                  rate.change === null ? (
                    ''
                  ) : isOdd(rate.change) ? (
                    <span className={classes.odd} title={t('rates.odd')}>
                      <IconAlertTriangle size={14} aria-label={t('rates.odd')} /> {percent.format(rate.change)}
                    </span>
                  ) : (
                    percent.format(rate.change)
                  ),
              },
            ]}
            rows={rates}
            keyOf={({ id }) => id}
            endLabel={t('rates.correct')}
            end={(rate) => (
              <Button
                size="compact-xs"
                variant="default"
                disabled={!mayEdit}
                aria-label={`${t('rates.correct')}: ${currency}, ${formatDate(rate.effective_on, locale)}`}
                onClick={() => setEdited(rate)}
              >
                {t('rates.correct')}
              </Button>
            )}
          />
        </section>
      ))}
      {edited && (
        <Dialog
          onClose={() => setEdited(null)}
          size={460}
          title={edited === 'new' ? t('rates.add') : t('rates.correct')}
        >
          <RateForm
            rates={data.rows}
            rate={edited === 'new' ? undefined : edited}
            home={home}
            close={() => setEdited(null)}
          />
        </Dialog>
      )}
    </>
  );
}
