import { IconCheck, IconCircleDashed, IconPaperclip } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Question, QuestionSet } from '@/api/types';
import { answeredIn } from '@/features/deals/asks';
import { can, useDealView } from '@/features/deals/deal-view';
import { Panel } from '@/features/deals/Panel';
import { REMEDIES } from '@/features/gate';
import { useT, useText } from '@/lib/use-locale';
import classes from '@/features/deals/qualification/Qualification.module.css';

/** The qualification questions with their gaps; each is answered in place and can rest on evidence. */
export function QuestionSets() {
  const t = useT('deal');
  const text = useText();
  const { deal, playbook, pipeline } = useDealView();
  const sets = pipeline.question_sets.flatMap((key) => playbook.question_sets.filter((set) => set.key === key));
  const [chosen, setChosen] = useState(sets[0]?.key);
  const set = sets.find(({ key }) => key === chosen) ?? sets[0];
  if (!set) return null;
  const { answered, total } = answeredIn(set, deal);
  return (
    <Panel
      title={t('qualification')}
      term="question-set"
      note={answered < total ? t('gaps', { count: total - answered }) : t('no_gaps')}
      actions={
        <div className={classes.sets} role="group" aria-label={t('question_sets')}>
          {sets.map((one) => {
            const count = answeredIn(one, deal);
            return (
              <button
                key={one.key}
                type="button"
                className={classes.set}
                aria-pressed={one === set}
                onClick={() => setChosen(one.key)}
              >
                {text(one.name)} <small>{t('of', { done: count.answered, total: count.total })}</small>
              </button>
            );
          })}
        </div>
      }
    >
      <Questions key={set.key} set={set} />
    </Panel>
  );
}

function Questions({ set }: { set: QuestionSet }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <ul className={classes.questions}>
      {set.questions.map((question) => (
        <QuestionRow
          key={question.key}
          set={set.key}
          question={question}
          isOpen={open === question.key}
          toggle={() => setOpen(open === question.key ? null : question.key)}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  set: string;
  question: Question;
  isOpen: boolean;
  toggle: () => void;
}

function QuestionRow({ set, question, isOpen, toggle }: RowProps) {
  const t = useT('deal');
  const text = useText();
  const panel = useId();
  const view = useDealView();
  const { deal, playbook, pipeline, stage } = view;
  const answer = deal.answers.find((one) => one.set === set && one.question === question.key);
  const isAnswered = !!answer && answer.answer.trim() !== '';
  const proofs = answer?.evidence_ids?.length ?? 0;
  const mayAnswer = can(view, 'deal.edit');
  const Form = REMEDIES.answer_question;
  return (
    <li className={classes.question} data-answered={isAnswered || undefined}>
      <button
        type="button"
        className={classes.asked}
        disabled={!mayAnswer}
        aria-expanded={isOpen}
        aria-controls={panel}
        title={text(question.why)}
        onClick={toggle}
      >
        {isAnswered ? (
          <IconCheck size={16} aria-label={t('answered')} />
        ) : (
          <IconCircleDashed size={16} aria-label={t('gap')} />
        )}
        <span>
          <span className={classes.text}>{text(question.text)}</span>
          {isAnswered && <span className={classes.answer}>{answer.answer}</span>}
        </span>
        {isAnswered && (
          <small
            className={classes.proofs}
            data-none={proofs === 0 || undefined}
            title={t('proofs', { count: proofs })}
          >
            <IconPaperclip size={12} aria-hidden />
            {proofs}
          </small>
        )}
      </button>
      {isOpen && mayAnswer && (
        <div id={panel} className={classes.form}>
          <Form
            deal={deal}
            playbook={playbook}
            pipeline={pipeline}
            satisfy={{ action: 'answer_question', target: `${set}.${question.key}`, accepts: [] }}
            to={stage.key}
            done={toggle}
          />
        </div>
      )}
    </li>
  );
}
