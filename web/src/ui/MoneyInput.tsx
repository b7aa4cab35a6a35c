import { Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Money } from '@/lib/money';
import { editableMoney, formatMoney, parseMoney } from '@/lib/money';
import { useLocale, useT } from '@/lib/use-locale';

const CURRENCIES = ['KRW', 'USD', 'EUR', 'JPY', 'GBP', 'SGD', 'AUD', 'CAD'];

interface Props {
  label: string;
  /** Null is no amount; undefined is a text that is none. */
  value: Money | null | undefined;
  onChange: (money: Money | null | undefined) => void;
  currency: string;
  error?: React.ReactNode;
  autoFocus?: boolean;
}

/** An amount as people write it ("7,590만", "1.2m"), with what was understood below it. */
export function MoneyInput({ label, value, onChange, currency: home, error, autoFocus }: Props) {
  const t = useT('records');
  const locale = useLocale();
  const [text, setText] = useState(value ? editableMoney(value) : '');
  const [currency, setCurrency] = useState(value?.currency ?? home);
  const read = (typed: string, unit: string) => {
    setText(typed);
    setCurrency(unit);
    onChange(typed.trim() === '' ? null : (parseMoney(typed, unit) ?? undefined));
  };
  return (
    <Group align="start" gap="xs" wrap="nowrap">
      <TextInput
        flex={1}
        label={label}
        value={text}
        inputMode="decimal"
        autoFocus={autoFocus}
        autoComplete="off"
        onChange={(event) => read(event.target.value, currency)}
        onBlur={() => value && setText(editableMoney(value))}
        error={error ?? (value === undefined ? t('amount_unclear') : undefined)}
        description={value ? formatMoney(value, locale) : t('amount_help')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      <Select
        w={92}
        label={t('currency')}
        value={currency}
        allowDeselect={false}
        data={CURRENCIES.includes(currency) ? CURRENCIES : [currency, ...CURRENCIES]}
        onChange={(unit) => read(text, unit ?? currency)}
      />
    </Group>
  );
}
