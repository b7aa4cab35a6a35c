import { Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { addEvidence, retractEvidence } from '@/api/deal-parts';
import type { EvidenceKind, EvidenceType, Origin, Strength } from '@/api/types';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { instantOn, todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { Term } from '@/ui/Term';
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

/** Only documents and approvals that the customer can originate are signed by both sides. */
function isSignable(type: EvidenceType | undefined, kind: EvidenceKind): boolean {
  return type?.origins.includes('customer') === true && (kind === 'document' || kind === 'approval');
}

/** How much it will prove; the server decides by the same rule. */
function strengthOf(origin: Origin, hasReference: boolean, isCountersigned: boolean): Strength {
  if (!hasReference) return 'claimed';
  if (isCountersigned) return 'countersigned';
  return origin === 'customer' ? 'customer_originated' : 'captured';
}

/** Records evidence: what it is, who it came from, where the real thing is, and when. */
export function EvidenceForm({ deal, playbook, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const dictionary = useT('dictionary');
  const deals = useT('deal');
  const text = useText();
  const save = useDealWrite(deal.id);
  const type = playbook.evidence_types.find(({ key }) => key === satisfy.target);
  const name = type ? text(type.name) : satisfy.target;
  const origins = type ? originsThatCount(type, satisfy.accepts) : (['customer', 'us'] as Origin[]);
  const needsBoth = satisfy.accepts.includes('countersigned') && !satisfy.accepts.includes('customer_originated');
  const kinds = (type?.kinds ?? ['email']).filter((one) => !needsBoth || isSignable(type, one));
  const [kind, setKind] = useState<EvidenceKind>(kinds[0] ?? 'email');
  const [origin, setOrigin] = useState<Origin>(origins[0] ?? 'us');
  const [title, setTitle] = useState('');
  const [reference, setReference] = useState('');
  const [contact, setContact] = useState<string | null>(deal.contact?.id ?? null);
  const [on, setOn] = useState(todayIn());
  const [isSigned, setSigned] = useState(needsBoth);
  const isCountersigned = isSigned && isSignable(type, kind);
  const hasReference = reference.trim() !== '';
  // A gate takes no mere claims; on the deal's page they can be kept for what they are.
  const needsReference = satisfy.accepts.length > 0;
  const submit = (refused: Refused) =>
    save({
      send: () =>
        addEvidence(deal.id, {
          evidence_type: satisfy.target,
          kind,
          origin,
          title: title.trim() || name,
          reference: reference.trim() || null,
          contact_id: contact,
          occurred_at: instantOn(on),
          is_countersigned: isCountersigned,
        }),
      undo: (recorded) => retractEvidence(deal.id, recorded.id, t('undone_reason')),
      done: t('evidence_added', { type: name }),
      refused,
    });
  return (
    <RemedyForm
      submit={submit}
      done={done}
      label={t('add_evidence')}
      fields={{
        reference: needsReference && !hasReference,
        title: false,
        kind: false,
        origin: false,
        occurred_at: on === '' || (on > todayIn() && deals('in_future')),
        contact_id: false,
        is_countersigned: false,
      }}
    >
      {(errors) => (
        <>
          <p>
            {type && text(type.description)} <Term of="evidence">{dictionary('what_evidence')}</Term>
          </p>
          <TextInput
            label={t('evidence_reference')}
            description={t('evidence_reference_help')}
            required={needsReference}
            autoFocus
            autoComplete="off"
            value={reference}
            onChange={(event) => setReference(event.target.value)}
            error={errors.reference}
          />
          <TextInput
            label={t('evidence_title')}
            placeholder={type && text(type.name)}
            autoComplete="off"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            error={errors.title}
          />
          <Group grow align="start">
            <Select
              label={t('evidence_kind')}
              allowDeselect={false}
              value={kind}
              data={kinds.map((key) => ({ value: key, label: t(`kinds.${key}`) }))}
              onChange={(key) => setKind((key ?? kind) as EvidenceKind)}
              error={errors.kind}
            />
            <Select
              label={t('evidence_origin')}
              allowDeselect={false}
              value={origin}
              data={origins.map((key) => ({ value: key, label: t(`origins.${key}`) }))}
              onChange={(key) => setOrigin((key ?? origin) as Origin)}
              error={errors.origin}
            />
          </Group>
          <Group grow align="start">
            <DateField
              label={t('evidence_on')}
              value={on}
              onChange={setOn}
              max={todayIn()}
              required
              error={errors.occurred_at}
            />
            <ContactPicker
              label={t('contact')}
              accountId={deal.account?.id}
              chosen={deal.contact}
              value={contact}
              onChange={setContact}
              error={errors.contact_id}
            />
          </Group>
          {isSignable(type, kind) && (
            <Checkbox
              label={t('countersigned')}
              checked={isSigned}
              onChange={(event) => setSigned(event.target.checked)}
              error={errors.is_countersigned}
            />
          )}
          <p role="status">
            <Term of="strength">
              {t('counts_as', { strength: deals(`strength.${strengthOf(origin, hasReference, isCountersigned)}`) })}
            </Term>
          </p>
        </>
      )}
    </RemedyForm>
  );
}
