import { Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Evidence } from '@/api/types';
import { RemedyForm, useDealWrite } from '@/features/gate';
import { useT } from '@/lib/use-locale';

/** Takes evidence back, with the reason. It stays on record, struck out. */
export function RetractEvidence({ item, close }: { item: Evidence; close: () => void }) {
  const t = useT('deal');
  const common = useT('common');
  const gate = useT('gate');
  const save = useDealWrite(item.deal_id);
  const [reason, setReason] = useState('');
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(
      () =>
        body(
          api.POST('/api/v1/deals/{deal_id}/evidence/{evidence_id}/retract', {
            params: { path: { deal_id: item.deal_id, evidence_id: item.id } },
            body: { reason: reason.trim() },
          }),
        ),
      t('retracted_done', { title: item.title }),
      refused,
    );
  return (
    <Modal opened onClose={close} title={t('retract')} closeButtonProps={{ 'aria-label': common('close') }}>
      <RemedyForm submit={submit} done={close} label={t('retract')} isReady={reason.trim() !== ''}>
        <p>{t('retract_text', { title: item.title })}</p>
        <Textarea
          label={gate('reason')}
          required
          data-autofocus
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </RemedyForm>
    </Modal>
  );
}
