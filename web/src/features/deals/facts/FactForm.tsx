import { useDealView } from '@/features/deals/deal-view';
import { REMEDIES } from '@/features/gate';

/** The gate's own control for a field, outside of the gate. */
export function FactForm({ target, done }: { target: string; done: () => void }) {
  const { deal, playbook, pipeline, stage } = useDealView();
  const Form = REMEDIES.set_field;
  return (
    <Form
      deal={deal}
      playbook={playbook}
      pipeline={pipeline}
      satisfy={{ action: 'set_field', target, accepts: [] }}
      to={stage.key}
      done={done}
    />
  );
}
