import { Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Poc } from '@/api/types';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { addDays, todayIn } from '@/lib/dates';
import { useT } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';

const TERMS = ['success_definition', 'metric', 'threshold', 'decision_rule'] as const;
const RESULTS = ['passed', 'failed', 'inconclusive'] as const;

/** Agrees on a proof of concept before it starts, or records how it ended. */
export function PocForm({ deal, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const save = useDealWrite(deal.id);
  const [poc, setPoc] = useState<Poc>(
    deal.poc ?? {
      success_definition: '',
      metric: '',
      threshold: '',
      decision_rule: '',
      starts_on: todayIn(),
      ends_on: addDays(todayIn(), 21),
    },
  );
  const set = (fields: Partial<Poc>) => setPoc((before) => ({ ...before, ...fields }));
  const wantsResult = satisfy.target === 'result' && deal.poc !== null;
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(
      () => body(api.PUT('/api/v1/deals/{deal_id}/poc', { params: { path: { deal_id: deal.id } }, body: poc })),
      t('field_set'),
      refused,
    );
  return (
    <RemedyForm
      submit={submit}
      done={done}
      isReady={TERMS.every((term) => poc[term].trim() !== '') && (!wantsResult || !!poc.result)}
    >
      {wantsResult ? (
        <Select
          label={t('poc.result')}
          value={poc.result ?? null}
          data={RESULTS.map((key) => ({ value: key, label: t(`poc.results.${key}`) }))}
          onChange={(key) => set({ result: key as Poc['result'] })}
        />
      ) : (
        <>
          {TERMS.map((term) => (
            <TextInput
              key={term}
              label={t(`poc.${term}`)}
              value={poc[term]}
              onChange={(event) => set({ [term]: event.target.value })}
            />
          ))}
          <Group grow>
            <DateField label={t('poc.starts_on')} value={poc.starts_on} onChange={(starts_on) => set({ starts_on })} />
            <DateField label={t('poc.ends_on')} value={poc.ends_on} onChange={(ends_on) => set({ ends_on })} />
          </Group>
        </>
      )}
    </RemedyForm>
  );
}
