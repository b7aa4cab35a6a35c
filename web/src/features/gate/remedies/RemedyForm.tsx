import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import type { Problem } from '@/api/problem';
import { useT } from '@/lib/use-locale';
import { FormProblem } from '@/ui/FormProblem';

interface Props {
  /** Sends what was entered; refusals go to `refused`. */
  submit: (refused: (problem: Problem) => boolean) => Promise<boolean>;
  done: () => void;
  label?: string;
  isReady?: boolean;
  children: ReactNode;
}

/** The frame of a small form inside the gate's list: its fields, why it was refused, and its button. */
export function RemedyForm({ submit, done, label, isReady = true, children }: Props) {
  const t = useT('common');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setSending(true);
    setProblem(null);
    const ok = await submit((refusal) => {
      setProblem(refusal);
      return true;
    });
    setSending(false);
    if (ok) done();
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack gap="sm">
        {problem && <FormProblem problem={problem} />}
        {children}
        <Group justify="flex-end">
          <Button type="submit" size="xs" loading={isSending} disabled={!isReady}>
            {label ?? t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
