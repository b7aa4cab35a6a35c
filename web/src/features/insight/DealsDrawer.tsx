import { Drawer } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { CellOf, DealsQuery, ReportParams } from '@/api/reports';
import { reportDealsQuery } from '@/api/reports';
import type { DealRow } from '@/api/types';
import { useSayCell } from '@/features/insight/use-say-cell';
import { formatDate } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { MoneyText } from '@/ui/MoneyText';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/insight/Deals.module.css';

const ROW_HEIGHT = 58;

interface Shown {
  /** Which number it is. */
  title: string;
  close: () => void;
  /** What can be done with a deal from here. */
  beside?: (deal: DealRow) => ReactNode;
}

interface Props extends Shown {
  report: string;
  params: ReportParams;
  cell: CellOf;
}

/** Exactly the deals a report's number is made of, each with the way to its page. */
export function DealsDrawer({ report, params, cell, ...shown }: Props) {
  return <DealsBehind query={reportDealsQuery(report, params, cell)} asOf={params.as_of} {...shown} />;
}

/** Exactly the deals that a question answers with, page by page. */
export function DealsBehind({ query, asOf, title, close, beside }: Shown & { query: DealsQuery; asOf?: string }) {
  const t = useT('insight');
  const common = useT('common');
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(query);
  const deals = data?.pages.flatMap(({ rows }) => rows) ?? [];
  const count = data?.pages[0]?.count ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !error) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, error, fetchNextPage]);
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={560}
      title={
        <span className={classes.title}>
          {title}
          {data && (
            <small data-testid="deals-count" data-count={count}>
              {t('deals_count', { count })}
            </small>
          )}
        </span>
      }
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton rows={8} />
      ) : deals.length === 0 ? (
        <EmptyState icon={<IconListSearch size={24} />} title={t('no_deals')} text={t('no_deals_behind')} />
      ) : (
        <DealList deals={deals} label={title} asOf={asOf} beside={beside} />
      )}
    </Drawer>
  );
}

interface ListProps {
  deals: DealRow[];
  label: string;
  asOf?: string;
  beside?: (deal: DealRow) => ReactNode;
}

function DealList({ deals, label, asOf, beside }: ListProps) {
  const say = useSayCell();
  const locale = useLocale();
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const virtual = useVirtualizer({
    count: deals.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  return (
    <div ref={setScroller} className={classes.scroller} tabIndex={0} role="region" aria-label={label}>
      <ul className={classes.list} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const deal = deals[index];
          if (!deal) return null;
          const { id, name, account, stage, owner, amount, close_on } = deal;
          return (
            <li
              key={id}
              aria-posinset={index + 1}
              aria-setsize={deals.length}
              style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
            >
              <Link to="/deals/$dealId" params={{ dealId: id }} search={{ as_of: asOf }} data-deal-id={id}>
                {name}
              </Link>
              <span className={classes.amount}>{amount && <MoneyText money={amount} compact />}</span>
              <small>{[account?.name, say('stage', stage), owner?.name].filter(Boolean).join(' · ')}</small>
              <small className={classes.amount}>
                {close_on && formatDate(close_on, locale)}
                {beside?.(deal)}
              </small>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
