import { useState } from 'react';
import { api, body } from '@/api/client';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { FieldForm } from '@/features/gate/remedies/FieldForm';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';

/** Marks a step of the buyer's plan as done; makes the plan first when there is none. */
export function MilestoneForm(props: RemedyProps) {
  const { deal, satisfy, done } = props;
  const t = useT('gate');
  const text = useText();
  const save = useDealWrite(deal.id);
  const [on, setOn] = useState(todayIn());
  const milestone = deal.plan?.milestones.find(({ key }) => key === satisfy.target);
  if (!milestone)
    return (
      <FieldForm
        {...props}
        satisfy={{ ...satisfy, action: 'set_field', target: 'milestone_plan' }}
        done={() => undefined}
      />
    );
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(
      () =>
        body(
          api.POST('/api/v1/deals/{deal_id}/milestones/{key}/complete', {
            params: { path: { deal_id: deal.id, key: milestone.key } },
            body: { done_on: on },
          }),
        ),
      t('milestone_done', { milestone: text(milestone.name) }),
      refused,
    );
  return (
    <RemedyForm submit={submit} done={done} label={t('complete_milestone')} isReady={on !== ''}>
      <DateField label={t('done_on')} max={todayIn()} value={on} onChange={setOn} />
    </RemedyForm>
  );
}
