import { useState } from 'react';
import { can, useDealView } from '@/features/deals/deal-view';
import { CloseDateForm } from '@/features/deals/facts/CloseDateForm';
import { Panel } from '@/features/deals/Panel';
import { formatDateFull } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/deals/plan/Plan.module.css';

/** The close date beside the plan it should rest on. */
export function CloseDatePanel() {
  const t = useT('deal');
  const gate = useT('gate');
  const locale = useLocale();
  const view = useDealView();
  const { deal } = view;
  const [entry, setEntry] = useState(0);
  if (!deal.close_on) return null;
  return (
    <Panel
      title={gate('fields.close_date')}
      term="close-basis"
      note={deal.pushes > 0 ? t('pushes', { count: deal.pushes, days: deal.pushed_days }) : undefined}
    >
      <div className={classes.body}>
        <p className={classes.text}>
          {formatDateFull(deal.close_on, locale)}
          {deal.close_basis && ` · ${gate(`bases.${deal.close_basis}`)}`}
        </p>
        {can(view, 'deal.change_close_date') && (
          <CloseDateForm key={`${entry}-${deal.close_on}`} done={() => setEntry(entry + 1)} />
        )}
      </div>
    </Panel>
  );
}
