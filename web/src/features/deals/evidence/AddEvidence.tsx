import { Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { evidenceTypesOf } from '@/features/deals/asks';
import { useDealView } from '@/features/deals/deal-view';
import { REMEDIES } from '@/features/gate';
import { useT, useText } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';

/** Records any evidence: first of what type, those of the deal's stage on top; then the gate's own form for it. */
export function AddEvidence({ type, close }: { type: string; close: () => void }) {
  const t = useT('deal');
  const gate = useT('gate');
  const text = useText();
  const { deal, playbook, pipeline, stage } = useDealView();
  const [chosen, setChosen] = useState<string | null>(type || null);
  const own = new Set(evidenceTypesOf(stage));
  const choice = ({ key, name }: (typeof playbook.evidence_types)[number]) => ({ value: key, label: text(name) });
  const Form = REMEDIES.add_evidence;
  return (
    <Dialog onClose={close} size={560} title={gate('add_evidence')}>
      <Stack gap="sm">
        <Select
          label={t('evidence_type')}
          searchable
          data-autofocus={type === '' || undefined}
          allowDeselect={false}
          value={chosen}
          onChange={setChosen}
          data={[
            { group: text(stage.name), items: playbook.evidence_types.filter(({ key }) => own.has(key)).map(choice) },
            {
              group: t('evidence_other'),
              items: playbook.evidence_types.filter(({ key }) => !own.has(key)).map(choice),
            },
          ].filter(({ items }) => items.length > 0)}
        />
        {chosen && (
          <Form
            key={chosen}
            deal={deal}
            playbook={playbook}
            pipeline={pipeline}
            satisfy={{ action: 'add_evidence', target: chosen, accepts: [] }}
            to={stage.key}
            done={close}
          />
        )}
      </Stack>
    </Dialog>
  );
}
