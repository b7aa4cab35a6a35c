import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { IconDots, IconFlagExclamation, IconHourglassHigh, IconShieldHalf } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { DealRow } from '@/api/types';
import { formatDate, formatDateFull, todayIn } from '@/lib/dates';
import { formatMoney, formatMoneyCompact } from '@/lib/money';
import { may } from '@/lib/permissions';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/board/Card.module.css';

interface Props {
  deal: DealRow;
  isTabStop: boolean;
  openMenu: (id: string) => void;
}

/** A deal on the board. Plain markup: hundreds of these scroll by. */
export const Card = memo(function Card({ deal, isTabStop, openMenu }: Props) {
  const t = useT('board');
  const locale = useLocale();
  const element = useRef<HTMLDivElement>(null);
  const mayMove = may(deal, 'deal.change_stage');
  const isDragging = useDraggable(element, deal, mayMove);
  const today = todayIn();
  const isOpen = deal.status === 'open';
  const isOverdue = isOpen && deal.close_on !== null && deal.close_on < today;
  return (
    <div
      ref={element}
      className={classes.card}
      role="group"
      tabIndex={isTabStop ? 0 : -1}
      data-deal-id={deal.id}
      data-dragging={isDragging || undefined}
      data-rot={deal.rot.is_rotting || undefined}
      aria-label={label(deal, locale)}
      aria-describedby="card-help"
    >
      <p className={classes.name} title={deal.name}>
        {deal.name}
      </p>
      <p className={classes.account}>
        <span>{deal.account?.name ?? '—'}</span>
        <span className={classes.number}>D-{deal.number}</span>
      </p>
      <p className={classes.figures}>
        {deal.amount ? (
          <b title={formatMoney(deal.amount, locale)}>{formatMoneyCompact(deal.amount, locale)}</b>
        ) : (
          <span className={classes.faint}>{t('no_amount')}</span>
        )}
        {deal.close_on && (
          <span
            className={classes.date}
            data-overdue={isOverdue || undefined}
            title={`${formatDateFull(deal.close_on, locale)}${isOverdue ? ` · ${t('overdue')}` : ''}`}
          >
            {isOverdue && <IconFlagExclamation size={13} aria-hidden />}
            {t('closes', { date: formatDate(deal.close_on, locale, today) })}
          </span>
        )}
      </p>
      <p className={classes.signs}>
        {deal.rot.is_rotting && (
          <span
            className={classes.rot}
            title={t('rot_rule', { days: deal.rot.days_in_stage, limit: deal.rot.limit_days ?? 0 })}
          >
            <IconHourglassHigh size={13} aria-hidden />
            {t('rot_days', { days: deal.rot.days_in_stage })}
          </span>
        )}
        {deal.on_waiver && (
          <span className={classes.waiver}>
            <IconShieldHalf size={13} aria-hidden />
            {t('waiver')}
          </span>
        )}
        {isOpen && !deal.next_step && !deal.rot.is_rotting && (
          <span className={classes.faint}>{t('no_next_step')}</span>
        )}
        {isOpen && deal.next_step && !deal.rot.is_rotting && !deal.on_waiver && (
          <span className={classes.next} title={deal.next_step}>
            {deal.next_step}
          </span>
        )}
        {deal.owner && (
          <span className={classes.owner} title={deal.owner.name}>
            {deal.owner.name}
          </span>
        )}
      </p>
      <button
        type="button"
        tabIndex={-1}
        className={classes.more}
        disabled={!mayMove}
        title={mayMove ? t('move_to') : t('not_allowed')}
        aria-label={t('card_actions', { deal: deal.name })}
        onClick={(event) => {
          event.stopPropagation();
          openMenu(deal.id);
        }}
      >
        <IconDots size={15} aria-hidden />
      </button>
    </div>
  );
});

function label(deal: DealRow, locale: 'ko' | 'en'): string {
  return [deal.name, deal.account?.name, deal.amount && formatMoney(deal.amount, locale)].filter(Boolean).join(', ');
}

/** Lets the card be dragged, if the person may move the deal; true while it is. */
function useDraggable(element: React.RefObject<HTMLElement | null>, deal: DealRow, mayMove: boolean): boolean {
  const [isDragging, setDragging] = useState(false);
  const { id, stage } = deal;
  useEffect(() => {
    if (!element.current || !mayMove) return;
    return draggable({
      element: element.current,
      getInitialData: () => ({ kind: 'deal', id, stage }),
      onDragStart: () => setDragging(true),
      onDrop: () => setDragging(false),
    });
  }, [element, id, stage, mayMove]);
  return isDragging;
}
