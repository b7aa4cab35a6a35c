import { Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { removeBuyingRole, setBuyingRole } from '@/api/deal-parts';
import { evidenceQuery } from '@/api/queries';
import type { BuyingRole, BuyingRoleKind, BuyingRoleState } from '@/api/types';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { useT } from '@/lib/use-locale';
import { ContactPicker } from '@/ui/pickers';

const STATES: BuyingRoleState[] = ['identified', 'engaged', 'confirmed'];

interface Props extends RemedyProps {
  /** The person whose part it is; otherwise whoever has it so far is proposed. */
  player?: BuyingRole;
  /** Somebody new for the part, whoever has it so far. */
  isAnother?: boolean;
}

/** Says who plays a part in the purchase, how far that is proven, and by what. */
export function BuyingRoleForm({ deal, satisfy, done, player, isAnother = false }: Props) {
  const t = useT('gate');
  const save = useDealWrite(deal.id);
  const role = satisfy.target as BuyingRoleKind;
  const proposed = player ?? (isAnother ? undefined : deal.buying_roles.find((one) => one.role === role));
  const states = STATES.filter((state) => satisfy.accepts.length === 0 || satisfy.accepts.includes(state));
  const [contact, setContact] = useState<string | null>(proposed?.contact.id ?? null);
  const [state, setState] = useState<BuyingRoleState>(
    states.find((one) => one === proposed?.state) ?? states[0] ?? 'identified',
  );
  const [chosen, setChosen] = useState<string | null>(proposed?.evidence_id ?? null);
  const { data } = useQuery(evidenceQuery(deal.id));
  const fitting = (data?.rows ?? []).filter(
    (item) => !item.retracted_at && item.reference && (state !== 'confirmed' || item.origin === 'customer'),
  );
  const needsEvidence = state !== 'identified';
  const evidence = fitting.some(({ id }) => id === chosen) ? chosen : null;
  const before = deal.buying_roles.find((one) => one.role === role && one.contact.id === contact);
  const submit = (refused: Refused) =>
    save({
      send: () =>
        setBuyingRole(deal.id, {
          contact_id: contact ?? '',
          role,
          state,
          evidence_id: needsEvidence ? evidence : null,
        }),
      undo: () =>
        before
          ? setBuyingRole(deal.id, {
              contact_id: before.contact.id,
              role,
              state: before.state,
              evidence_id: before.evidence_id,
            })
          : removeBuyingRole(deal.id, contact ?? '', role),
      done: t('role_set', { role: t(`roles.${role}`) }),
      refused,
    });
  return (
    <RemedyForm
      submit={submit}
      done={done}
      fields={{ contact_id: contact === null, state: false, evidence_id: needsEvidence && evidence === null }}
    >
      {(errors) => (
        <>
          <Group grow align="start">
            {player ? (
              <TextInput label={t(`roles.${role}`)} value={player.contact.name} readOnly variant="filled" />
            ) : (
              <ContactPicker
                label={t(`roles.${role}`)}
                accountId={deal.account?.id}
                chosen={proposed?.contact}
                value={contact}
                onChange={setContact}
                error={errors.contact_id}
              />
            )}
            <Select
              label={t('role_state')}
              description={t(`role_state_text.${state}`)}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              allowDeselect={false}
              value={state}
              data={states.map((key) => ({ value: key, label: t(`role_states.${key}`) }))}
              onChange={(key) => setState((key ?? state) as BuyingRoleState)}
              error={errors.state}
            />
          </Group>
          {needsEvidence && (
            <Select
              label={t('backed_by')}
              description={data && fitting.length === 0 ? t('backed_by_none') : undefined}
              value={evidence}
              data={fitting.map(({ id, title }) => ({ value: id, label: title }))}
              onChange={setChosen}
              error={errors.evidence_id}
            />
          )}
        </>
      )}
    </RemedyForm>
  );
}
