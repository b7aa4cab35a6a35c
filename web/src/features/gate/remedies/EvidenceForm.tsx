import { Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { EvidenceKind, EvidenceType, Origin } from '@/api/types';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { instantOn, todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { ContactPicker } from '@/ui/pickers';

const CUSTOMER_STRENGTHS = ['customer_originated', 'countersigned'];
const STRENGTHS = ['claimed', 'captured', ...CUSTOMER_STRENGTHS];

/** Which originators count for what is asked. */
function originsThatCount(type: EvidenceType, accepts: readonly string[]): Origin[] {
  const named = type.origins.filter((origin) => accepts.includes(origin));
  if (named.length > 0) return named;
  const strengths = accepts.filter((word) => STRENGTHS.includes(word));
  const isCustomers = strengths.length > 0 && strengths.every((word) => CUSTOMER_STRENGTHS.includes(word));
  const customers = type.origins.filter((origin) => origin === 'customer');
  return isCustomers && customers.length > 0 ? customers : type.origins;
}

/** Records evidence: what it is, who it came from, where the real thing is, and when. */
export function EvidenceForm({ deal, playbook, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const text = useText();
  const save = useDealWrite(deal.id);
  const type = playbook.evidence_types.find(({ key }) => key === satisfy.target);
  const origins = type ? originsThatCount(type, satisfy.accepts) : (['customer', 'us'] as Origin[]);
  const [kind, setKind] = useState<EvidenceKind>(type?.kinds[0] ?? 'email');
  const [origin, setOrigin] = useState<Origin>(origins[0] ?? 'us');
  const [title, setTitle] = useState('');
  const [reference, setReference] = useState('');
  const [contact, setContact] = useState<string | null>(deal.contact?.id ?? null);
  const [on, setOn] = useState(todayIn());
  const needsBoth = satisfy.accepts.includes('countersigned') && !satisfy.accepts.includes('customer_originated');
  const [isCountersigned, setCountersigned] = useState(needsBoth);
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(
      () =>
        body(
          api.POST('/api/v1/deals/{deal_id}/evidence', {
            params: { path: { deal_id: deal.id } },
            body: {
              evidence_type: satisfy.target,
              kind,
              origin,
              title: title.trim() || (type ? text(type.name) : satisfy.target),
              reference: reference.trim() || null,
              contact_id: contact,
              occurred_at: instantOn(on),
              is_countersigned: isCountersigned,
            },
          }),
        ),
      t('evidence_added', { type: type ? text(type.name) : satisfy.target }),
      refused,
    );
  return (
    <RemedyForm submit={submit} done={done} label={t('add_evidence')} isReady={reference.trim() !== '' && on !== ''}>
      {type && <p>{text(type.description)}</p>}
      <TextInput
        label={t('evidence_reference')}
        description={t('evidence_reference_help')}
        required
        autoFocus
        value={reference}
        onChange={(event) => setReference(event.target.value)}
      />
      <TextInput
        label={t('evidence_title')}
        placeholder={type && text(type.name)}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Group grow align="start">
        <Select
          label={t('evidence_kind')}
          allowDeselect={false}
          value={kind}
          data={(type?.kinds ?? [kind]).map((key) => ({ value: key, label: t(`kinds.${key}`) }))}
          onChange={(key) => setKind((key ?? kind) as EvidenceKind)}
        />
        <Select
          label={t('evidence_origin')}
          allowDeselect={false}
          value={origin}
          data={origins.map((key) => ({ value: key, label: t(`origins.${key}`) }))}
          onChange={(key) => setOrigin((key ?? origin) as Origin)}
        />
      </Group>
      <Group grow align="start">
        <DateField label={t('evidence_on')} value={on} onChange={setOn} required />
        <ContactPicker
          label={t('contact')}
          accountId={deal.account?.id}
          chosen={deal.contact}
          value={contact}
          onChange={setContact}
        />
      </Group>
      {(needsBoth || type?.kinds.includes('document')) && (
        <Checkbox
          label={t('countersigned')}
          checked={isCountersigned}
          onChange={(event) => setCountersigned(event.target.checked)}
        />
      )}
    </RemedyForm>
  );
}
