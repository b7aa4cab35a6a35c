import { Button, Group, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Problem } from '@/api/problem';
import { useT } from '@/lib/use-locale';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';
import { useWrite } from '@/ui/use-write';

/** What a record's form holds: texts, and ids of records picked. */
export type RecordValues = Record<string, string | null>;
export type RecordFormApi = UseFormReturnType<RecordValues>;

interface Props<T> {
  initial: RecordValues;
  isReadOnly?: boolean;
  send: (values: RecordValues) => Promise<T>;
  settle: (result: T) => void;
  /** What to say when it is saved. */
  done: (values: RecordValues) => string;
  close: () => void;
  children: (form: RecordFormApi) => ReactNode;
}

/** A record's fields with save and cancel; a refusal is shown over them and at the fields it is about. */
export function RecordForm<T>({ initial, isReadOnly = false, send, settle, done, close, children }: Props<T>) {
  const t = useT('common');
  const write = useWrite();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useForm<RecordValues>({
    initialValues: initial,
    validate: { name: (name) => (String(name ?? '').trim() === '' ? t('required') : null) },
  });
  const submit = form.onSubmit(async (values) => {
    setSending(true);
    setProblem(null);
    const written = await write({
      send: () => send(values),
      settle,
      done: done(values),
      refused: (refusal) => {
        form.setErrors(fieldErrors(refusal, Object.keys(values)));
        setProblem(refusal);
        return true;
      },
    });
    setSending(false);
    if (written.ok) close();
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {problem && <FormProblem problem={problem} />}
        <fieldset disabled={isReadOnly} style={{ display: 'contents' }}>
          {children(form)}
        </fieldset>
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            loading={isSending}
            disabled={isReadOnly || !form.isDirty()}
            title={isReadOnly ? t('no_permission') : undefined}
          >
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
