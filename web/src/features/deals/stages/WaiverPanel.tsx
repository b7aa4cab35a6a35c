import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Waiver } from '@/api/types';
import { useDealView } from '@/features/deals/deal-view';
import { Panel, PanelButton } from '@/features/deals/Panel';
import { waiversQuery } from '@/features/deals/queries';
import { useDealWrite } from '@/features/gate';
import { formatDate } from '@/lib/dates';
import { may } from '@/lib/permissions';
import { useLocale, useT, useText } from '@/lib/use-locale';
import classes from '@/features/deals/stages/WaiverPanel.module.css';

/** Exceptions asked for on this deal, newest first; a manager decides them here. Nothing when there are none. */
export function WaiverPanel() {
  const t = useT('deal');
  const { deal, asOf } = useDealView();
  const { data } = useQuery(waiversQuery(deal.id));
  const rows = ((data?.rows ?? []) as Waiver[]).filter(
    ({ requested_at }) => !asOf || Date.parse(requested_at) <= Date.parse(asOf),
  );
  if (rows.length === 0) return null;
  return (
    <Panel title={t('waivers')} note={rows.length}>
      <ul className={classes.waivers}>
        {rows
          .toSorted((a, b) => b.requested_at.localeCompare(a.requested_at))
          .map((waiver) => (
            <WaiverRow key={waiver.id} waiver={waiver} />
          ))}
      </ul>
    </Panel>
  );
}

function WaiverRow({ waiver }: { waiver: Waiver }) {
  const t = useT('deal');
  const text = useText();
  const locale = useLocale();
  const { deal, playbook, pipeline, asOf } = useDealView();
  const save = useDealWrite(deal.id);
  const [isSending, setSending] = useState(false);
  const reason = playbook.waiver_reasons.find(({ key }) => key === waiver.reason);
  const mayDecide = waiver.state === 'requested' && !asOf && may(waiver, 'waiver.decide');
  const decide = async (verdict: 'approve' | 'reject') => {
    setSending(true);
    const params = { path: { waiver_id: waiver.id } };
    await save(
      () =>
        body<Waiver>(
          verdict === 'approve'
            ? api.POST('/api/v1/waivers/{waiver_id}/approve', { params, body: {} })
            : api.POST('/api/v1/waivers/{waiver_id}/reject', { params, body: {} }),
        ),
      t(verdict === 'approve' ? 'waiver_approved' : 'waiver_rejected'),
    );
    setSending(false);
  };
  return (
    <li className={classes.waiver}>
      <p className={classes.what}>
        <span className={classes.state} data-state={waiver.state}>
          {t(`waiver_states.${waiver.state}`)}
        </span>
        {waiver.criteria.map((key) => criterionName(key)).join(' · ')}
      </p>
      <p className={classes.why}>
        {[
          reason ? text(reason.name) : waiver.reason,
          waiver.requested_by?.name,
          t('until', { date: formatDate(waiver.expires_on, locale) }),
          waiver.decided_by && t('decided_by', { name: waiver.decided_by.name }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {waiver.note && <p className={classes.why}>“{waiver.note}”</p>}
      {mayDecide && (
        <div className={classes.decide}>
          <PanelButton disabled={isSending} onClick={() => void decide('approve')}>
            {t('approve')}
          </PanelButton>
          <PanelButton disabled={isSending} onClick={() => void decide('reject')}>
            {t('reject')}
          </PanelButton>
        </div>
      )}
    </li>
  );

  function criterionName(key: string): string {
    for (const stage of pipeline.stages) {
      const criterion = stage.exit.find((one) => one.key === key);
      if (criterion) return text(criterion.sentence);
    }
    const type = playbook.evidence_types.find((one) => one.key === key);
    return type ? text(type.name) : key;
  }
}
