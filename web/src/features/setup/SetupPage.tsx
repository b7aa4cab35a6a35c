import { Button, Checkbox, Fieldset, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Problem } from '@/api/problem';
import { asProblem } from '@/api/problem';
import { sessionQuery, setupQuery } from '@/api/queries';
import { useLocale, useT } from '@/lib/use-locale';
import { Entrance } from '@/ui/Entrance';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';
import { LanguageSwitch } from '@/ui/LanguageSwitch';

const CURRENCIES = ['KRW', 'USD', 'EUR', 'JPY', 'GBP', 'SGD', 'AUD', 'CAD'];

/** First run: names the workspace and makes its first administrator, by the one-time code from the console. */
export default function SetupPage() {
  const t = useT('session');
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { token = '' } = useSearch({ from: '/setup' });
  const setup = useQuery(setupQuery);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useForm({
    initialValues: {
      token,
      workspace_name: '',
      home_currency: locale === 'ko' ? 'KRW' : 'USD',
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      name: '',
      email: '',
      password: '',
      sample: true,
    },
  });
  const submit = form.onSubmit(async (values) => {
    setSending(true);
    setProblem(null);
    try {
      const session = await body(api.POST('/api/v1/setup', { body: { ...values, locale } }));
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      await navigate({ to: '/board' });
    } catch (error) {
      const refused = asProblem(error);
      form.setErrors(fieldErrors(refused, Object.keys(values)));
      setProblem(refused);
    } finally {
      setSending(false);
    }
  });
  if (setup.data && !setup.data.is_needed) {
    return (
      <Entrance tools={<LanguageSwitch />}>
        <h1>{t('setup_closed_title')}</h1>
        <p>{t('setup_closed_text')}</p>
        <Link to="/sign-in">{t('title')}</Link>
      </Entrance>
    );
  }
  return (
    <Entrance tools={<LanguageSwitch />}>
      <h1>{t('setup_title')}</h1>
      <p>{token ? t('setup_text') : t('setup_wait')}</p>
      <form onSubmit={submit}>
        <Stack gap="sm" mt="md">
          {problem && <FormProblem problem={problem} />}
          {!token && (
            <TextInput
              label={t('setup_token')}
              description={t('setup_token_help')}
              required
              {...form.getInputProps('token')}
            />
          )}
          <TextInput
            label={t('workspace_name')}
            autoComplete="organization"
            required
            autoFocus
            {...form.getInputProps('workspace_name')}
          />
          <Group grow align="start">
            <Select
              label={t('home_currency')}
              data={CURRENCIES}
              searchable
              allowDeselect={false}
              {...form.getInputProps('home_currency')}
            />
            <Select
              label={t('time_zone')}
              data={Intl.supportedValuesOf('timeZone')}
              limit={60}
              searchable
              allowDeselect={false}
              {...form.getInputProps('time_zone')}
            />
          </Group>
          <Fieldset legend={t('administrator')} variant="unstyled">
            <Stack gap="sm">
              <TextInput label={t('name')} autoComplete="name" required {...form.getInputProps('name')} />
              <TextInput
                label={t('email')}
                type="email"
                autoComplete="username"
                required
                {...form.getInputProps('email')}
              />
              <PasswordInput
                label={t('password')}
                description={t('password_help')}
                autoComplete="new-password"
                minLength={10}
                required
                {...form.getInputProps('password')}
              />
            </Stack>
          </Fieldset>
          <Checkbox label={t('sample')} {...form.getInputProps('sample', { type: 'checkbox' })} />
          <Button type="submit" loading={isSending} fullWidth mt="xs">
            {t('setup_submit')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
