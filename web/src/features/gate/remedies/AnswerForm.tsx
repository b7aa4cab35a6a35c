import { MultiSelect, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { setAnswer } from '@/api/deal-parts';
import { evidenceQuery } from '@/api/queries';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { useT, useText } from '@/lib/use-locale';

/** Answers one qualification question, backed by evidence; an answer that is emptied is taken back. */
export function AnswerForm({ deal, playbook, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const text = useText();
  const save = useDealWrite(deal.id);
  const [set = '', question = ''] = satisfy.target.split('.');
  const asked = playbook.question_sets.find(({ key }) => key === set)?.questions.find(({ key }) => key === question);
  const known = deal.answers.find((answer) => answer.set === set && answer.question === question);
  const [answer, setText] = useState(known?.answer ?? '');
  const { data } = useQuery(evidenceQuery(deal.id));
  const standing = (data?.rows ?? []).filter((item) => !item.retracted_at);
  const [chosen, setChosen] = useState<string[]>(known?.evidence_ids ?? []);
  // What was retracted meanwhile backs nothing any more.
  const evidence_ids = data ? chosen.filter((id) => standing.some((item) => item.id === id)) : chosen;
  const submit = (refused: Refused) =>
    save({
      send: () => setAnswer(deal.id, { set, question, answer: answer.trim(), evidence_ids }),
      undo: () => setAnswer(deal.id, known ?? { set, question, answer: '', evidence_ids: [] }),
      done: answer.trim() === '' ? t('answer_removed') : t('answered'),
      refused,
    });
  return (
    <RemedyForm
      submit={submit}
      done={done}
      label={known && answer.trim() === '' ? t('remove_answer') : undefined}
      fields={{ answer: answer.trim() === '' && !known, evidence_ids: false }}
    >
      {(errors) => (
        <>
          <Textarea
            label={asked ? text(asked.text) : satisfy.target}
            description={asked && text(asked.why)}
            autosize
            minRows={2}
            autoFocus
            value={answer}
            onChange={(event) => setText(event.target.value)}
            error={errors.answer}
          />
          <MultiSelect
            label={t('backed_by')}
            value={evidence_ids}
            onChange={setChosen}
            data={standing.map(({ id, title }) => ({ value: id, label: title }))}
            error={errors.evidence_ids}
          />
          {data && standing.length === 0 && <Text size="xs">{t('backed_by_none')}</Text>}
        </>
      )}
    </RemedyForm>
  );
}
