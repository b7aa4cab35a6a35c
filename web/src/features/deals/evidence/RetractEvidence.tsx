import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { addEvidence, retractEvidence, setAnswer, setBuyingRole } from '@/api/deal-parts';
import type { Deal, Evidence } from '@/api/types';
import { useDealView } from '@/features/deals/deal-view';
import type { Refused } from '@/features/gate';
import { RemedyForm, useDealWrite } from '@/features/gate';
import { useT } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';

/** Takes evidence back, with the reason. It stays on record, struck out. */
export function RetractEvidence({ item, close }: { item: Evidence; close: () => void }) {
  const t = useT('deal');
  const gate = useT('gate');
  const { deal } = useDealView();
  const save = useDealWrite(item.deal_id);
  const [reason, setReason] = useState('');
  const submit = (refused: Refused) =>
    save({
      send: () => retractEvidence(item.deal_id, item.id, reason.trim()),
      undo: () => recordAnew(item, deal),
      done: t('retracted_done', { title: item.title }),
      refused,
    });
  return (
    <Dialog onClose={close} title={t('retract')}>
      <RemedyForm submit={submit} done={close} label={t('retract')} fields={{ reason: reason.trim() === '' }}>
        {(errors) => (
          <>
            <p>{t('retract_text', { title: item.title })}</p>
            <Textarea
              label={gate('reason')}
              required
              data-autofocus
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              error={errors.reason}
            />
          </>
        )}
      </RemedyForm>
    </Dialog>
  );
}

/** A retraction stays on record: what was retracted is recorded once more, and backs again what it backed. */
async function recordAnew(item: Evidence, deal: Deal) {
  const { id } = await addEvidence(item.deal_id, {
    evidence_type: item.evidence_type,
    kind: item.kind,
    origin: item.origin,
    title: item.title,
    reference: item.reference,
    content_hash: item.content_hash,
    contact_id: item.contact?.id ?? null,
    occurred_at: item.occurred_at,
    is_countersigned: item.strength === 'countersigned',
  });
  for (const { contact, role, state, evidence_id } of deal.buying_roles)
    if (evidence_id === item.id)
      await setBuyingRole(item.deal_id, { contact_id: contact.id, role, state, evidence_id: id });
  for (const answer of deal.answers)
    if (answer.evidence_ids?.includes(item.id))
      await setAnswer(item.deal_id, {
        ...answer,
        evidence_ids: answer.evidence_ids.map((one) => (one === item.id ? id : one)),
      });
}
