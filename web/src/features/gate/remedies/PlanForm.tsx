import { useState } from 'react';
import { setPlan } from '@/api/deal-parts';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { addDays, todayIn } from '@/lib/dates';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';

/** Takes the playbook's steps to signature over as the deal's plan. */
export function PlanForm({ deal, playbook, pipeline, done }: RemedyProps) {
  const t = useT('gate');
  const text = useText();
  const save = useDealWrite(deal.id);
  const template =
    playbook.milestone_templates.find(({ key }) => key === pipeline.milestone_template) ??
    playbook.milestone_templates[0];
  const [on, setOn] = useState(deal.close_on ?? addDays(todayIn(), 60));
  const submit = (refused: Refused) =>
    save({
      send: () => setPlan(deal.id, { template: template?.key, anchor: { direction: 'backward', on } }),
      done: t('field_set'),
      refused,
    });
  return (
    <RemedyForm
      submit={submit}
      done={done}
      label={t('make_plan')}
      isReady={template !== undefined}
      fields={{ anchor: on === '' }}
    >
      {(errors) => (
        <>
          <DateField label={t('plan_close_on')} value={on} onChange={setOn} error={errors.anchor} />
          <ol>
            {template?.steps.map((step) => (
              <li key={step.key}>
                {text(step.name)} · {t('lead_time', { days: step.lead_time.days })} · {t(`sides.${step.owner}`)}
              </li>
            ))}
          </ol>
        </>
      )}
    </RemedyForm>
  );
}
