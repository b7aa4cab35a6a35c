import { MultiSelect, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { evidenceQuery } from '@/api/queries';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { useT, useText } from '@/lib/use-locale';

/** Answers one qualification question, backed by evidence. */
export function AnswerForm({ deal, playbook, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const text = useText();
  const save = useDealWrite(deal.id);
  const [set = '', question = ''] = satisfy.target.split('.');
  const asked = playbook.question_sets.find(({ key }) => key === set)?.questions.find(({ key }) => key === question);
  const known = deal.answers.find((answer) => answer.set === set && answer.question === question);
  const [answer, setAnswer] = useState(known?.answer ?? '');
  const [evidence, setEvidence] = useState<string[]>(known?.evidence_ids ?? []);
  const { data } = useQuery(evidenceQuery(deal.id));
  const submit = (refused: Parameters<typeof save>[2]) =>
    save(
      () =>
        body(
          api.PUT('/api/v1/deals/{deal_id}/answers', {
            params: { path: { deal_id: deal.id } },
            body: { set, question, answer: answer.trim(), evidence_ids: evidence },
          }),
        ),
      t('answered'),
      refused,
    );
  return (
    <RemedyForm submit={submit} done={done} isReady={answer.trim() !== ''}>
      <Textarea
        label={asked ? text(asked.text) : satisfy.target}
        description={asked && text(asked.why)}
        autosize
        minRows={2}
        autoFocus
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
      />
      <MultiSelect
        label={t('backed_by')}
        value={evidence}
        onChange={setEvidence}
        data={(data?.rows ?? [])
          .filter((item) => !item.retracted_at)
          .map(({ id, title }) => ({ value: id, label: title }))}
      />
      {data?.rows.length === 0 && <Text size="xs">{t('backed_by_none')}</Text>}
    </RemedyForm>
  );
}
