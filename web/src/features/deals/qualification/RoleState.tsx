import type { BuyingRoleState } from '@/api/types';
import { useT } from '@/lib/use-locale';
import classes from '@/features/deals/qualification/Qualification.module.css';

const STATES: BuyingRoleState[] = ['identified', 'engaged', 'confirmed'];

/** Identified, engaged, confirmed: three steps, named and drawn. */
export function RoleState({ state }: { state: BuyingRoleState }) {
  const gate = useT('gate');
  const reached = STATES.indexOf(state);
  return (
    <span className={classes.state} data-state={state}>
      <span className={classes.meter} aria-hidden>
        {STATES.map((step, index) => (
          <i key={step} data-on={index <= reached || undefined} />
        ))}
      </span>
      {gate(`role_states.${state}`)}
    </span>
  );
}
