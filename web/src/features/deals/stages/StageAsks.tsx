import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import type { Missing, Stage } from '@/api/types';
import type { Ask } from '@/features/deals/asks';
import { asksOf } from '@/features/deals/asks';
import { useDealView } from '@/features/deals/deal-view';
import { useT, useText } from '@/lib/use-locale';
import classes from '@/features/deals/stages/StagePath.module.css';

/** What an ask is called, in the reader's language. */
export function useAskName(stage: Stage): (ask: Ask) => string {
  const t = useT('deal');
  const gate = useT('gate');
  const text = useText();
  const { playbook } = useDealView();
  const typeName = (key: string) => {
    const type = playbook.evidence_types.find((one) => one.key === key);
    return type ? text(type.name) : key;
  };
  return ({ kind, key }) => {
    switch (kind) {
      case 'field':
        return gate(`fields.${key}` as 'fields.amount');
      case 'evidence':
        return typeName(key);
      case 'customer_confirmation':
        return t('confirmed_by', { types: stage.confirmed_by.map(typeName).join(' · ') });
      case 'criterion': {
        const criterion = stage.exit.find((one) => one.key === key);
        return criterion ? text(criterion.sentence) : key;
      }
    }
  };
}

/** Everything a stage asks for before a deal leaves it forward; ticked when a judgement is at hand. */
export function StageAsks({ stage, missing }: { stage: Stage; missing?: Missing[] }) {
  const t = useT('deal');
  const nameOf = useAskName(stage);
  const asks = asksOf(stage, missing ?? []);
  if (asks.length === 0) return null;
  return (
    <div>
      <h4 className={classes.asksHead}>{stage.kind === 'open' ? t('asks_to_leave') : t('asks_to_enter')}</h4>
      <ul className={classes.asks}>
        {asks.map((ask) => (
          <li key={`${ask.kind}/${ask.key}`} data-there={(missing && ask.isThere) || undefined}>
            {missing && ask.isThere ? <IconCheck size={14} aria-hidden /> : <IconCircleDashed size={14} aria-hidden />}
            <span>{nameOf(ask)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
