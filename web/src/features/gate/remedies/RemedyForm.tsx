import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '@/api/problem';
import { useT } from '@/lib/use-locale';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';

/** Takes a refusal, to be shown in the form. */
export type Refused = (problem: Problem) => boolean;

interface Props<F extends string> {
  /** The form's fields by the API's names: true for one that is needed and still empty, or what is wrong with it. */
  fields: Record<F, boolean | string>;
  /** Sends what was entered; refusals go to `refused`. */
  submit: (refused: Refused) => Promise<boolean>;
  done: () => void;
  label?: string;
  /** False while there is nothing to send. */
  isReady?: boolean;
  /** The fields, each with its error. */
  children: (errors: Partial<Record<F, string>>) => ReactNode;
}

/** The frame of a small form: its fields, what is wrong with each, why it was refused, and its button. */
export function RemedyForm<F extends string>({ fields, submit, done, label, isReady = true, children }: Props<F>) {
  const t = useT('common');
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  // Grows with every attempt that ended with errors, so that the first of them is gone to.
  const [failures, setFailures] = useState(0);
  const names = Object.keys(fields) as F[];
  const wrong = names.filter((name) => fields[name]);
  const errors = {
    ...(problem ? fieldErrors(problem, names) : {}),
    ...(failures > 0
      ? Object.fromEntries(wrong.map((name) => [name, fields[name] === true ? t('required') : fields[name]]))
      : {}),
  } as Partial<Record<F, string>>;
  useEffect(() => {
    if (failures > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failures]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setProblem(null);
    if (wrong.length > 0) return setFailures(failures + 1);
    setSending(true);
    const ok = await submit((refusal) => {
      setProblem(refusal);
      return true;
    });
    setSending(false);
    if (ok) done();
    else setFailures(failures + 1);
  };
  return (
    <form ref={form} noValidate onSubmit={(event) => void send(event)}>
      <Stack gap="sm">
        {problem && <FormProblem problem={problem} fields={names} />}
        {children(errors)}
        <Group justify="flex-end">
          <Button type="submit" size="xs" loading={isSending} disabled={!isReady}>
            {label ?? t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
