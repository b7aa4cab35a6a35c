import { useState } from 'react';
import type { EditDeal } from '@/api/types';
import { Field } from '@/features/gate/remedies/Field';
import { PlanForm } from '@/features/gate/remedies/PlanForm';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useEditDeal } from '@/features/gate/use-edit-deal';

/** Fills one required field of the deal. */
export function FieldForm(props: RemedyProps) {
  return props.satisfy.target === 'milestone_plan' ? <PlanForm {...props} /> : <PlainFieldForm {...props} />;
}

/** An emptied text is no text. */
function asSent(change: EditDeal): EditDeal {
  const entries = Object.entries(change).map(([field, value]) => [
    field,
    typeof value === 'string' ? value.trim() || null : value,
  ]);
  return Object.fromEntries(entries) as EditDeal;
}

function PlainFieldForm(props: RemedyProps) {
  const edit = useEditDeal();
  // As it was when the form was opened: what others change meanwhile is no edit of ours.
  const [deal] = useState(props.deal);
  const [change, setChange] = useState<EditDeal>({});
  const set = (fields: EditDeal) => setChange((before) => ({ ...before, ...fields }));
  const submit = (refused: Refused) => edit({ deal, change: asSent(change), refused });
  const isUnclear = 'amount' in change && change.amount === undefined;
  return (
    <RemedyForm
      submit={submit}
      done={props.done}
      isReady={Object.keys(change).length > 0 && !isUnclear}
      fields={{
        amount: false,
        close_on: false,
        close_basis: false,
        next_step: false,
        next_step_on: false,
        competition: false,
        competitors: false,
        account_id: false,
        contact_id: false,
        owner_id: false,
        product_id: false,
        source: false,
      }}
    >
      {(errors) => <Field {...props} deal={deal} change={change} set={set} errors={errors} />}
    </RemedyForm>
  );
}
