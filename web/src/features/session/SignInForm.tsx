import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Problem } from '@/api/problem';
import { asProblem } from '@/api/problem';
import type { Session } from '@/api/types';
import { useT } from '@/lib/use-locale';
import { FormProblem } from '@/ui/FormProblem';

/** E-mail and password; used on its own page and over a page whose session has expired. */
export function SignInForm({ email = '', done }: { email?: string; done: (session: Session) => void }) {
  const t = useT('session');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useForm({ initialValues: { email, password: '' } });
  const submit = form.onSubmit(async (values) => {
    setSending(true);
    setProblem(null);
    try {
      done(await body(api.POST('/api/v1/session', { body: values })));
    } catch (error) {
      setProblem(asProblem(error));
      form.setFieldValue('password', '');
    } finally {
      setSending(false);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="md" mt="md">
        {problem && <FormProblem problem={problem} />}
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          required
          autoFocus={!email}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          required
          autoFocus={!!email}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={isSending} fullWidth mt="xs">
          {t('submit')}
        </Button>
      </Stack>
    </form>
  );
}
