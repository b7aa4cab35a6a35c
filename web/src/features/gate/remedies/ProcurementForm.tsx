import { Group, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { ProcurementItem } from '@/api/types';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { useT } from '@/lib/use-locale';

const CLEAR = ['done', 'not_needed'];

/** Clears the steps of the buyer's procurement that are asked for; adds the step when nobody has yet. */
export function ProcurementForm({ deal, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const save = useDealWrite(deal.id);
  const isAsked = (item: ProcurementItem) =>
    satisfy.target === 'all' || item.kind === satisfy.target || item.key === satisfy.target;
  const known = deal.procurement.filter((item) => isAsked(item) && !CLEAR.includes(item.state));
  const kind = satisfy.target === 'all' ? 'other' : satisfy.target;
  const items = known.length > 0 ? known : [{ key: kind, kind, state: 'not_started' } as ProcurementItem];
  const [states, setStates] = useState<Record<string, string>>({});
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(
      async () => {
        let last;
        for (const item of items) {
          const state = (states[item.key] ?? item.state) as ProcurementItem['state'];
          last = await body(
            api.PUT('/api/v1/deals/{deal_id}/procurement', {
              params: { path: { deal_id: deal.id } },
              body: { ...item, state },
            }),
          );
        }
        return last;
      },
      t('field_set'),
      refused,
    );
  return (
    <RemedyForm submit={submit} done={done} isReady={items.some(({ key }) => CLEAR.includes(states[key] ?? ''))}>
      {items.map((item) => (
        <Group key={item.key} justify="space-between">
          <Text size="sm">
            {t.has(`procurements.${item.kind}` as 'procurements.other')
              ? t(`procurements.${item.kind}` as 'procurements.other')
              : item.key}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={item.key}
            value={states[item.key] ?? item.state}
            onChange={(state) => setStates((before) => ({ ...before, [item.key]: state }))}
            data={(['not_started', 'in_progress', 'done', 'not_needed'] as const).map((key) => ({
              value: key,
              label: t(`procurement_states.${key}`),
            }))}
          />
        </Group>
      ))}
    </RemedyForm>
  );
}
