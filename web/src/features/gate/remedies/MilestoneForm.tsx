import { useState } from 'react';
import { completeMilestone } from '@/api/deal-parts';
import { PlanForm } from '@/features/gate/remedies/PlanForm';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';

/** Marks a step of the buyer's plan as done; makes the plan first when there is none. */
export function MilestoneForm(props: RemedyProps) {
  const { deal, satisfy, done } = props;
  const t = useT('gate');
  const deals = useT('deal');
  const text = useText();
  const save = useDealWrite(deal.id);
  const [on, setOn] = useState(todayIn());
  const milestone = deal.plan?.milestones.find(({ key }) => key === satisfy.target);
  // The step is done next: the plan alone does not supply what is missing.
  if (!milestone) return <PlanForm {...props} done={() => undefined} />;
  const submit = (refused: Refused) =>
    save({
      send: () => completeMilestone(deal.id, milestone.key, on),
      done: t('milestone_done', { milestone: text(milestone.name) }),
      refused,
    });
  return (
    <RemedyForm
      submit={submit}
      done={done}
      label={t('complete_milestone')}
      fields={{ done_on: on === '' || (on > todayIn() && deals('in_future')) }}
    >
      {(errors) => (
        <DateField
          label={t('done_on')}
          max={todayIn()}
          data-autofocus
          value={on}
          onChange={setOn}
          error={errors.done_on}
        />
      )}
    </RemedyForm>
  );
}
