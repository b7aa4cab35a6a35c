import { Group, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { setProcurement } from '@/api/deal-parts';
import type { Deal, ProcurementItem, ProcurementState } from '@/api/types';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { useT } from '@/lib/use-locale';

const CLEAR: readonly ProcurementState[] = ['done', 'not_needed'];

/** Clears the steps of the buyer's procurement that are asked for; adds the step when nobody has yet. */
export function ProcurementForm({ deal, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const save = useDealWrite(deal.id);
  const isAsked = (item: ProcurementItem) =>
    satisfy.target === 'all' || item.kind === satisfy.target || item.key === satisfy.target;
  const known = deal.procurement.filter((item) => isAsked(item) && !CLEAR.includes(item.state));
  const kind = (satisfy.target === 'all' ? 'other' : satisfy.target) as ProcurementItem['kind'];
  const items = known.length > 0 ? known : [{ key: kind, kind, state: 'not_started' as const }];
  const [states, setStates] = useState<Partial<Record<string, ProcurementState>>>({});
  const changed = items.filter(({ key, state }) => (states[key] ?? state) !== state);
  const sendAll = async (all: ProcurementItem[]) => {
    let last: Deal | undefined;
    for (const item of all) last = await setProcurement(deal.id, item);
    return last;
  };
  const submit = (refused: Refused) =>
    save({
      send: () => sendAll(changed.map((item) => ({ ...item, state: states[item.key] ?? item.state }))),
      undo: () => sendAll(changed),
      done: t('field_set'),
      refused,
    });
  return (
    <RemedyForm submit={submit} done={done} isReady={changed.length > 0} fields={{}}>
      {() =>
        items.map((item) => (
          <Group key={item.key} justify="space-between">
            <Text size="sm">{item.kind === 'other' ? item.key : t(`procurements.${item.kind}`)}</Text>
            <SegmentedControl
              size="xs"
              aria-label={item.kind === 'other' ? item.key : t(`procurements.${item.kind}`)}
              value={states[item.key] ?? item.state}
              onChange={(state) => setStates((before) => ({ ...before, [item.key]: state as ProcurementState }))}
              data={(['not_started', 'in_progress', 'done', 'not_needed'] as const).map((key) => ({
                value: key,
                label: t(`procurement_states.${key}`),
              }))}
            />
          </Group>
        ))
      }
    </RemedyForm>
  );
}
