import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, body } from '@/api/client';
import type { Problem } from '@/api/problem';
import type { FxRate } from '@/features/settings/rates';
import { isOdd, rateBefore, readRate, worthOf } from '@/features/settings/rates';
import { addDays, formatDate, todayIn } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { useLocale, useT } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/settings/Settings.module.css';

interface Props {
  rates: readonly FxRate[];
  /** The one to correct; absent for a new one. */
  rate?: FxRate;
  home: string;
  close: () => void;
}

type Values = Pick<FxRate, 'currency' | 'effective_on' | 'rate'>;

const set = (values: Values) => body(api.PUT('/api/v1/fx-rates', { body: values }));

/** A currency, a day and a rate, with what was understood below it before it is saved. */
export function RateForm({ rates, rate, home, close }: Props) {
  const t = useT('settings');
  const common = useT('common');
  const locale = useLocale();
  const client = useQueryClient();
  const write = useWrite();
  const [problem, setProblem] = useState<Problem | null>(null);
  const currencies = useMemo(() => {
    const named = new Intl.DisplayNames([locale], { type: 'currency' });
    return Intl.supportedValuesOf('currency')
      .filter((code) => code !== home)
      .map((code) => ({ value: code, label: `${code} · ${named.of(code) ?? code}` }));
  }, [home, locale]);
  const form = useForm<Values>({
    initialValues: rate ?? { currency: '', effective_on: todayIn(), rate: '' },
    validate: {
      currency: (code) => (code ? null : common('required')),
      effective_on: (day) =>
        !day ? common('required') : day > addDays(todayIn(), 366) ? t('rates.why.too_far') : null,
      rate: (typed) => {
        const read = readRate(typed);
        return 'why' in read ? t(`rates.why.${read.why}`) : null;
      },
    },
  });
  const { currency, effective_on, rate: typed } = form.values;
  const read = readRate(typed);
  const before = rateBefore(rates, currency, effective_on);
  const replaced = rates.find((other) => other.currency === currency && other.effective_on === effective_on);
  const submit = form.onSubmit(async (values) => {
    if ('why' in read) return;
    setProblem(null);
    // Every number in home currency follows.
    const settle = () => void client.invalidateQueries();
    const day = formatDate(values.effective_on, locale);
    const written = await write({
      send: () => set({ currency: values.currency, effective_on: values.effective_on, rate: read.rate }),
      settle,
      done: t('rates.done', { currency: values.currency, day }),
      undo:
        replaced &&
        (() =>
          void write({
            send: () => set({ currency, effective_on, rate: replaced.rate }),
            settle,
            done: common('undone'),
          })),
      refused: (refusal) => {
        form.setErrors(fieldErrors(refusal, Object.keys(values)));
        setProblem(refusal);
        return true;
      },
    });
    if (written.ok) close();
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        {problem && <FormProblem problem={problem} fields={Object.keys(form.values)} />}
        <Select
          label={t('rates.currency')}
          data={currencies}
          searchable
          disabled={rate !== undefined}
          data-autofocus={rate ? undefined : true}
          {...form.getInputProps('currency')}
          value={currency || null}
          onChange={(code) => form.setFieldValue('currency', code ?? '')}
        />
        <DateField
          label={t('rates.from')}
          description={rate ? undefined : t('rates.from_help')}
          disabled={rate !== undefined}
          value={effective_on}
          error={form.errors.effective_on}
          onChange={(day) => form.setFieldValue('effective_on', day)}
        />
        <TextInput
          label={currency ? t('rates.one_is', { currency, home }) : t('rates.rate', { home })}
          inputMode="decimal"
          autoComplete="off"
          data-autofocus={rate ? true : undefined}
          {...form.getInputProps('rate')}
        />
        {currency && 'rate' in read && (
          <p className={classes.preview} role="status">
            <Preview currency={currency} home={home} rate={read.rate} />
            {before && isOdd(Number(read.rate) / Number(before.rate) - 1) && (
              <span className={classes.odd}>
                <br />
                {t('rates.odd_than', { rate: before.rate, day: formatDate(before.effective_on, locale) })}
              </span>
            )}
            {!rate && replaced && (
              <>
                <br />
                {t('rates.replaces', { rate: replaced.rate })}
              </>
            )}
          </p>
        )}
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={close}>
            {common('cancel')}
          </Button>
          <Button type="submit" disabled={!form.isDirty()}>
            {common('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Both ways round: a slip of the decimal point shows in one of them. */
function Preview({ currency, home, rate }: { currency: string; home: string; rate: string }) {
  const locale = useLocale();
  const there = worthOf(rate, currency, home);
  const back = worthOf(String(1 / Number(rate)), home, currency);
  const say = ({ amount, worth }: ReturnType<typeof worthOf>) =>
    `${formatMoney(amount, locale)} = ${formatMoney(worth, locale)}`;
  return (
    <>
      {say(there)} · {say(back)}
    </>
  );
}
