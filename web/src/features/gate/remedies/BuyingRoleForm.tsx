import { Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { evidenceQuery } from '@/api/queries';
import type { BuyingRoleKind, BuyingRoleState } from '@/api/types';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { useT } from '@/lib/use-locale';
import { ContactPicker } from '@/ui/pickers';

const STATES: BuyingRoleState[] = ['identified', 'engaged', 'confirmed'];

/** Says who plays a part in the purchase, how far that is proven, and by what. */
export function BuyingRoleForm({ deal, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const save = useDealWrite(deal.id);
  const role = satisfy.target as BuyingRoleKind;
  const known = deal.buying_roles.find((one) => one.role === role);
  const states = STATES.filter((state) => satisfy.accepts.length === 0 || satisfy.accepts.includes(state));
  const [contact, setContact] = useState<string | null>(known?.contact.id ?? null);
  const [state, setState] = useState<BuyingRoleState>(states[0] ?? 'identified');
  const [evidence, setEvidence] = useState<string | null>(known?.evidence_id ?? null);
  const { data } = useQuery(evidenceQuery(deal.id));
  const standing = (data?.rows ?? []).filter(
    (item) => !item.retracted_at && item.reference && (state !== 'confirmed' || item.origin === 'customer'),
  );
  const needsEvidence = state !== 'identified';
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(
      () =>
        body(
          api.PUT('/api/v1/deals/{deal_id}/buying-roles', {
            params: { path: { deal_id: deal.id } },
            body: { contact_id: contact ?? '', role, state, evidence_id: needsEvidence ? evidence : null },
          }),
        ),
      t('role_set', { role: t(`roles.${role}`) }),
      refused,
    );
  return (
    <RemedyForm submit={submit} done={done} isReady={contact !== null && (!needsEvidence || evidence !== null)}>
      <Group grow align="start">
        <ContactPicker
          label={t(`roles.${role}`)}
          accountId={deal.account?.id}
          chosen={known?.contact}
          value={contact}
          onChange={setContact}
        />
        <Select
          label={t('role_state')}
          allowDeselect={false}
          value={state}
          data={states.map((key) => ({ value: key, label: t(`role_states.${key}`) }))}
          onChange={(key) => setState((key ?? state) as BuyingRoleState)}
        />
      </Group>
      {needsEvidence && (
        <Select
          label={t('backed_by')}
          description={standing.length === 0 ? t('backed_by_none') : undefined}
          value={evidence}
          data={standing.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={setEvidence}
        />
      )}
    </RemedyForm>
  );
}
