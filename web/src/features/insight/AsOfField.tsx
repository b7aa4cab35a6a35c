import { Button, Popover } from '@mantine/core';
import { IconHistory, IconSelector } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '@/api/queries';
import type { InsightSearch } from '@/features/insight/asked';
import { pastEnds } from '@/features/insight/periods';
import { addDays, formatDate, formatDateFull, formatInstant, todayIn } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { Calendar } from '@/ui/calendar/Calendar';
import classes from '@/features/insight/AsOfField.module.css';

interface Props {
  /** A day, meaning its end, or an instant. */
  asOf?: string;
  change: (asOf: string | undefined) => void;
}

const isInstant = (asOf: string) => asOf.includes('T');

/** The moment all numbers are seen from: now, the end of a period people ask about, or of any day. */
export function AsOfField({ asOf, change }: Props) {
  const t = useT('insight');
  const locale = useLocale();
  const [isOpen, setOpen] = useState(false);
  const { workspace } = useSuspenseQuery(sessionQuery).data;
  const today = todayIn(workspace.time_zone);
  const yesterday = addDays(today, -1);
  const day = asOf && (isInstant(asOf) ? todayIn(workspace.time_zone, new Date(asOf)) : asOf);
  const pick = (chosen: string | undefined) => {
    setOpen(false);
    change(chosen === today ? undefined : chosen);
  };
  const shown = !asOf ? t('now') : isInstant(asOf) ? formatInstant(asOf, locale) : formatDate(asOf, locale, today);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.field}
          title={t('as_of_help')}
          data-past={asOf ? true : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <IconHistory size={15} aria-hidden />
          <span>
            {t('as_of')}: <b>{shown}</b>
          </span>
          <IconSelector size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={t('as_of')}>
        <ul className={classes.presets}>
          <li>
            <button type="button" aria-pressed={!asOf} onClick={() => pick(undefined)}>
              {t('now')}
            </button>
          </li>
          {pastEnds(workspace.fiscal_year_start_month, today).map(({ name, on }) => (
            <li key={name}>
              <button type="button" aria-pressed={asOf === on} onClick={() => pick(on)}>
                {t(`ends.${name}`)} <small>{formatDate(on, locale, today)}</small>
              </button>
            </li>
          ))}
        </ul>
        <Calendar
          value={day && day <= yesterday ? day : yesterday}
          isChosen={!!asOf}
          today={today}
          max={today}
          onPick={pick}
        />
        <p className={classes.help}>{t('end_of_day')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Says that the numbers are of the past, with the way back. */
export function AsOfNote({ asOf, change }: { asOf?: string; change: (patch: InsightSearch) => void }) {
  const t = useT('insight');
  const locale = useLocale();
  if (!asOf) return null;
  const said = isInstant(asOf)
    ? t('as_it_was', { instant: formatInstant(asOf, locale) })
    : t('as_it_was_on', { day: formatDateFull(asOf, locale) });
  return (
    <p className={classes.past} role="status">
      <IconHistory size={16} aria-hidden />
      <span>{said}</span>
      <Button size="compact-xs" variant="default" onClick={() => change({ as_of: undefined })}>
        {t('back_to_now')}
      </Button>
    </p>
  );
}
