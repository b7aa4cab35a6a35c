import { useDealView } from '@/features/deals/deal-view';
import { useT, useText } from '@/lib/use-locale';
import classes from '@/features/deals/stages/NextStage.module.css';

/** Why the deal was lost, who said so, and to whom. */
export function LossNote() {
  const t = useT('deal');
  const gate = useT('gate');
  const text = useText();
  const { deal, playbook } = useDealView();
  const { loss } = deal;
  if (!loss) return <p className={classes.closed}>{t('is_lost')}</p>;
  const reason = playbook.loss_reasons.find(({ key }) => key === loss.reason);
  const detail = reason?.details.find(({ key }) => key === loss.detail);
  const competitor = playbook.competitors.find(({ key }) => key === loss.competitor);
  return (
    <div className={classes.past}>
      <p className={classes.reason}>
        {[reason ? text(reason.name) : loss.reason, detail ? text(detail.name) : loss.detail]
          .filter(Boolean)
          .join(' — ')}
      </p>
      {loss.competitor && <p>{t('lost_to', { competitor: competitor ? text(competitor.name) : loss.competitor })}</p>}
      {loss.said_by && <p>{t('lost_said', { side: gate(`sides.${loss.said_by}`) })}</p>}
      {loss.note && <p>{loss.note}</p>}
    </div>
  );
}
