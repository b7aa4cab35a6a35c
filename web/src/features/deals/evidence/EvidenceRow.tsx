import {
  IconCheck,
  IconChecks,
  IconExternalLink,
  IconMessageQuestion,
  IconPaperclip,
  IconRubberStamp,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Evidence, Strength } from '@/api/types';
import { can, useDealView } from '@/features/deals/deal-view';
import { RetractEvidence } from '@/features/deals/evidence/RetractEvidence';
import { PanelButton } from '@/features/deals/Panel';
import { formatDate, formatInstant, todayIn } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import classes from '@/features/deals/evidence/Evidence.module.css';

const ICONS = {
  claimed: IconMessageQuestion,
  captured: IconCheck,
  customer_originated: IconChecks,
  countersigned: IconRubberStamp,
} satisfies Record<Strength, typeof IconCheck>;

/** A link can be opened; a message's id or a file's name can only be read. */
function isLink(reference: string): boolean {
  return /^https?:\/\//i.test(reference);
}

/** One proof: what it shows, how strong it is, who it came from, and where the real thing is. */
export function EvidenceRow({ item }: { item: Evidence }) {
  const t = useT('deal');
  const gate = useT('gate');
  const text = useText();
  const locale = useLocale();
  const view = useDealView();
  const [isRetracting, setRetracting] = useState(false);
  const type = view.playbook.evidence_types.find(({ key }) => key === item.evidence_type);
  const name = type ? text(type.name) : item.evidence_type;
  const Icon = ICONS[item.strength];
  const mayRetract = !item.retracted_at && can(view, 'deal.retract_evidence');
  return (
    <li className={classes.row} data-strength={item.strength} data-retracted={item.retracted_at !== null || undefined}>
      <span className={classes.strength} title={t(`strength_text.${item.strength}`)}>
        <Icon size={15} aria-hidden />
      </span>
      <div className={classes.words}>
        <p className={classes.title} title={item.title}>
          {item.title}
        </p>
        <p className={classes.meta}>
          <b>{t(`strength.${item.strength}`)}</b>
          {item.title !== name && <span>{name}</span>}
          <span>{gate(`kinds.${item.kind}`)}</span>
          <span>{item.contact?.name ?? gate(`origins.${item.origin}`)}</span>
          <span title={formatInstant(item.occurred_at, locale)}>
            {formatDate(todayIn(undefined, new Date(item.occurred_at)), locale)}
          </span>
        </p>
        {item.retracted_at && (
          <p className={classes.retracted}>
            {t('retracted', {
              date: formatDate(todayIn(undefined, new Date(item.retracted_at)), locale),
              reason: item.retracted_reason ?? '—',
            })}
          </p>
        )}
      </div>
      {item.reference && isLink(item.reference) && (
        <a
          className={classes.link}
          href={item.reference}
          target="_blank"
          rel="noreferrer noopener"
          title={item.reference}
          aria-label={t('open_reference', { title: item.title })}
        >
          <IconExternalLink size={15} aria-hidden />
        </a>
      )}
      {item.reference && !isLink(item.reference) && (
        <span className={classes.link} role="img" title={item.reference} aria-label={item.reference}>
          <IconPaperclip size={15} aria-hidden />
        </span>
      )}
      {mayRetract && (
        <span className={classes.retract}>
          <PanelButton
            icon={<IconTrash size={15} aria-hidden />}
            aria-label={t('retract_named', { title: item.title })}
            title={t('retract')}
            onClick={() => setRetracting(true)}
          />
        </span>
      )}
      {isRetracting && <RetractEvidence item={item} close={() => setRetracting(false)} />}
    </li>
  );
}
