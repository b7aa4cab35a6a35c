import { Textarea, TextInput } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { useId } from 'react';
import type { Answers } from '@/features/review/answers';
import type { ReviewNote } from '@/features/review/queries';
import type { NoteDraft } from '@/features/review/use-note';
import { formatDate } from '@/lib/dates';
import { isComposing } from '@/lib/keys';
import { useLocale, useT } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import classes from '@/features/review/Review.module.css';

interface Props {
  draft: NoteDraft;
  last: ReviewNote | null | undefined;
  isReadOnly: boolean;
}

/** Escape leaves the field, so that the deck's keys work again; the syllable being put together is left alone. */
function leaveOnEscape(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Escape' || isComposing(event)) return;
  event.stopPropagation();
  (event.target as HTMLElement).blur();
}

/** The three questions, and what was decided. Saved while one types. */
export function Questions({ draft, last, isReadOnly }: Props) {
  const t = useT('review');
  const locale = useLocale();
  const { answers, set, save } = draft;
  const field = (name: keyof Answers) => ({
    value: answers[name],
    readOnly: isReadOnly,
    onBlur: () => void save(),
    onKeyDown: leaveOnEscape,
  });
  const area = (name: Exclude<keyof Answers, 'next_confirmation_on'>, minRows: number) => ({
    ...field(name),
    autosize: true,
    minRows,
    maxRows: 8,
    maxLength: name === 'risk' ? 300 : 4000,
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
  });
  return (
    <div className={classes.questions}>
      <Question
        number={1}
        last={last?.evidence_answer}
        use={(text) => set('evidence_answer', text)}
        {...{ isReadOnly }}
      >
        <Textarea
          label={t('question.evidence_answer')}
          placeholder={isReadOnly ? undefined : t('hint.evidence_answer')}
          data-question="1"
          {...area('evidence_answer', 2)}
        />
      </Question>
      <Question
        number={2}
        last={[last?.next_confirmation, last?.next_confirmation_on && formatDate(last.next_confirmation_on, locale)]
          .filter(Boolean)
          .join(' · ')}
        use={last?.next_confirmation ? () => set('next_confirmation', last.next_confirmation ?? '') : undefined}
        {...{ isReadOnly }}
      >
        <div className={classes.pair}>
          <Textarea
            label={t('question.next_confirmation')}
            placeholder={isReadOnly ? undefined : t('hint.next_confirmation')}
            data-question="2"
            {...area('next_confirmation', 2)}
          />
          <DateField
            label={t('question.next_confirmation_on')}
            {...field('next_confirmation_on')}
            onChange={(date) => set('next_confirmation_on', date)}
          />
        </div>
      </Question>
      <Question
        number={3}
        last={[last?.risk, last?.risk_plan].filter(Boolean).join(' → ')}
        use={last?.risk ? () => (set('risk', last.risk ?? ''), set('risk_plan', last.risk_plan ?? '')) : undefined}
        {...{ isReadOnly }}
      >
        <div className={classes.stack}>
          <TextInput
            label={t('question.risk')}
            placeholder={isReadOnly ? undefined : t('hint.risk')}
            data-question="3"
            maxLength={300}
            {...field('risk')}
            onChange={(event) => set('risk', event.target.value)}
          />
          <Textarea
            label={t('question.risk_plan')}
            placeholder={isReadOnly ? undefined : t('hint.risk_plan')}
            {...area('risk_plan', 1)}
          />
        </div>
      </Question>
      <Textarea
        label={t('question.decisions')}
        placeholder={isReadOnly ? undefined : t('hint.decisions')}
        {...area('decisions', 1)}
      />
    </div>
  );
}

interface QuestionProps {
  number: number;
  /** What was said the last time. */
  last: string | null | undefined;
  /** Takes that over. */
  use: ((text: string) => void) | undefined;
  isReadOnly: boolean;
  children: ReactNode;
}

function Question({ number, last, use, isReadOnly, children }: QuestionProps) {
  const t = useT('review');
  const id = useId();
  return (
    <div className={classes.question} role="group" aria-describedby={last ? id : undefined}>
      <kbd className={classes.number} aria-hidden>
        {number}
      </kbd>
      <div className={classes.asked}>
        {children}
        {last && (
          <p id={id} className={classes.last}>
            <b>{t('last_time')}</b> {last}
            {use && !isReadOnly && (
              <button type="button" onClick={() => use(last)}>
                {t('use_last')}
              </button>
            )}
          </p>
        )}
      </div>
    </div>
  );
}
