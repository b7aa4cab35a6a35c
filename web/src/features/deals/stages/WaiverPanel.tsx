import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Waiver } from '@/api/types';
import { useDealView } from '@/features/deals/deal-view';
import { FormPopover } from '@/features/deals/FormPopover';
import { Panel, PanelButton } from '@/features/deals/Panel';
import { waiversQuery } from '@/features/deals/queries';
import type { Refused } from '@/features/gate';
import { RemedyForm, useDealWrite } from '@/features/gate';
import { formatDate } from '@/lib/dates';
import { may } from '@/lib/permissions';
import { useLocale, useT, useText } from '@/lib/use-locale';
import classes from '@/features/deals/stages/WaiverPanel.module.css';

/** Exceptions asked for on this deal, newest first; a manager decides them here. Nothing when there are none. */
export function WaiverPanel() {
  const t = useT('deal');
  const { deal, asOf } = useDealView();
  const { data } = useQuery(waiversQuery(deal.id, asOf));
  const rows = (data?.rows ?? []) as Waiver[];
  if (rows.length === 0) return null;
  return (
    <Panel title={t('waivers')} term="waiver" note={rows.length}>
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
  const { playbook, pipeline, asOf } = useDealView();
  const reason = playbook.waiver_reasons.find(({ key }) => key === waiver.reason);
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
      {!asOf && may(waiver, 'waiver.decide') && <Decide waiver={waiver} />}
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

type Verdict = 'approve' | 'reject' | 'revoke';

/** What a waiver in each state can come to. */
const VERDICTS: Partial<Record<Waiver['state'], readonly Verdict[]>> = {
  requested: ['approve', 'reject'],
  approved: ['revoke'],
};

function sendVerdict(waiver: Waiver, verdict: Verdict, note: string | null): Promise<Waiver> {
  const request = { params: { path: { waiver_id: waiver.id } }, body: { note } };
  switch (verdict) {
    case 'approve':
      return body(api.POST('/api/v1/waivers/{waiver_id}/approve', request));
    case 'reject':
      return body(api.POST('/api/v1/waivers/{waiver_id}/reject', request));
    case 'revoke':
      return body(api.POST('/api/v1/waivers/{waiver_id}/revoke', request));
  }
}

/** Decides about an exception, with a word on why for the journal. */
function Decide({ waiver }: { waiver: Waiver }) {
  const t = useT('deal');
  const { deal } = useDealView();
  const save = useDealWrite(deal.id);
  const [open, setOpen] = useState<Verdict | null>(null);
  const [note, setNote] = useState('');
  const submit = (verdict: Verdict) => (refused: Refused) =>
    save({
      send: () => sendVerdict(waiver, verdict, note.trim() || null),
      // Only a granted exception can be taken back; every other verdict stands.
      undo: verdict === 'approve' ? (decided) => sendVerdict(decided, 'revoke', null) : undefined,
      done: t(`verdict_done.${verdict}`),
      refused,
    });
  return (
    <div className={classes.decide}>
      {(VERDICTS[waiver.state] ?? []).map((verdict) => (
        <FormPopover
          key={verdict}
          opened={open === verdict}
          close={() => setOpen(null)}
          width={300}
          label={t(`verdicts.${verdict}`)}
          target={
            <PanelButton onClick={() => setOpen(open === verdict ? null : verdict)}>
              {t(`verdicts.${verdict}`)}
            </PanelButton>
          }
        >
          <RemedyForm
            submit={submit(verdict)}
            done={() => setOpen(null)}
            label={t(`verdicts.${verdict}`)}
            fields={{ note: false }}
          >
            {(errors) => (
              <Textarea
                label={t('verdict_note')}
                autosize
                minRows={2}
                data-autofocus
                value={note}
                onChange={(event) => setNote(event.target.value)}
                error={errors.note}
              />
            )}
          </RemedyForm>
        </FormPopover>
      ))}
    </div>
  );
}
