import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { JournalEntry } from '@/api/types';
import { useDealView } from '@/features/deals/deal-view';
import { effectiveAt } from '@/features/deals/history/describe';
import { EntryChanges } from '@/features/deals/history/EntryChanges';
import { Panel, PanelButton, PanelEmpty } from '@/features/deals/Panel';
import { journalQuery } from '@/features/deals/queries';
import { formatDateFull, todayIn } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/deals/history/Timeline.module.css';

/** Every change of the deal, newest first, by day: who, what, why; each can be gone back to. */
export function Timeline() {
  const t = useT('deal');
  const common = useT('common');
  const locale = useLocale();
  const { deal, asOf } = useDealView();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    journalQuery(deal.id),
  );
  const all = (data?.pages.flatMap((page) => page.rows) ?? []) as JournalEntry[];
  const entries = asOf ? all.filter((entry) => Date.parse(effectiveAt(entry)) <= Date.parse(asOf)) : all;
  const days = byDay(entries);
  return (
    <Panel
      title={t('history')}
      term="journal"
      note={entries.length > 0 ? t('changes', { count: entries.length }) : undefined}
    >
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton rows={8} />
      ) : entries.length === 0 ? (
        <PanelEmpty>{t('history_empty')}</PanelEmpty>
      ) : (
        days.map(([day, changes]) => (
          <section key={day} className={classes.day}>
            <h3>{formatDateFull(day, locale)}</h3>
            <ol>
              {changes.map((entry) => (
                <EntryRow key={entry.id} entry={entry} />
              ))}
            </ol>
          </section>
        ))
      )}
      {hasNextPage && (
        <div className={classes.more}>
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {common('more')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function EntryRow({ entry }: { entry: JournalEntry }) {
  const t = useT('deal');
  const locale = useLocale();
  const text = useText();
  const navigate = useNavigate();
  const { deal, playbook } = useDealView();
  const at = effectiveAt(entry);
  const key = entry.action.replace('.', '_');
  const known = `actions.${key}` as 'actions.deal_created';
  const reasons = [...playbook.backward_reasons, ...playbook.close_date_reasons, ...playbook.waiver_reasons];
  const reason = reasons.find((one) => one.key === entry.reason);
  return (
    <li className={classes.entry}>
      <time className={classes.time} dateTime={at}>
        {new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(at))}
      </time>
      <div className={classes.words}>
        <p>
          <b>{t.has(known) ? t(known) : entry.action}</b>
          <span className={classes.who}>
            {entry.actor.name}
            {entry.origin !== 'ui' && ` · ${t(`change_origins.${entry.origin}`)}`}
          </span>
        </p>
        <EntryChanges entry={entry} />
        {(entry.reason || entry.note) && (
          <p className={classes.why}>
            {[reason ? text(reason.name) : entry.reason, entry.note].filter(Boolean).join(' — ')}
          </p>
        )}
      </div>
      <PanelButton
        icon={<IconHistory size={15} aria-hidden />}
        title={t('look_at')}
        aria-label={t('look_at')}
        onClick={() =>
          void navigate({
            to: '/deals/$dealId',
            params: { dealId: deal.id },
            // The instant itself counts; a millisecond more keeps rounding from losing it.
            search: (before) => ({ ...before, as_of: new Date(Date.parse(at) + 1).toISOString() }),
          })
        }
      />
    </li>
  );
}

function byDay(entries: readonly JournalEntry[]): [string, JournalEntry[]][] {
  const days = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    const day = todayIn(undefined, new Date(effectiveAt(entry)));
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
