import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReportDefinition, ReportParameter } from '@/api/reports';
import type { Problem } from '@/api/problem';
import type { InsightSearch } from '@/features/insight/asked';
import { Filters } from '@/features/insight/Filters';
import { isEnter } from '@/lib/keys';
import { editableMoney, parseMoney } from '@/lib/money';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import classes from '@/features/insight/Insight.module.css';

const MOST_DIMENSIONS = 3;
const SHARED = ['pipeline', 'by', 'where', 'as_of', 'from', 'to'];

interface Props {
  definition: ReportDefinition;
  search: InsightSearch;
  change: (patch: InsightSearch) => void;
  currency: string;
  /** Why the last question was refused. */
  problem?: Problem;
}

/** Everything the report can be asked, each answer of it in the address. */
export function ReportParameters({ definition, search, change, currency, problem }: Props) {
  const t = useT('insight');
  const text = useText();
  const own = definition.parameters.filter(({ name }) => !SHARED.includes(name));
  const errorOf = (name: string) => problem?.fields.find(({ pointer }) => pointer === `?${name}`)?.detail;
  return (
    <div className={classes.parameters} role="group" aria-label={t('parameters')}>
      <Filters search={search} change={change} noPeriod={t('all_time')} />
      {definition.dimensions.length > 0 && (
        <MultiSelect
          size="xs"
          miw={200}
          clearable
          searchable
          maxValues={MOST_DIMENSIONS}
          aria-label={t('by')}
          placeholder={search.by ? undefined : t('by')}
          value={search.by?.split(',').filter(Boolean) ?? []}
          data={definition.dimensions.map(({ name, label }) => ({ value: name, label: text(label) }))}
          onChange={(names) => change({ by: names.join(',') || undefined })}
          error={errorOf('by')}
        />
      )}
      {own.map((parameter) => (
        <OwnParameter
          key={parameter.name}
          parameter={parameter}
          value={search[parameter.name] ?? ''}
          set={(value) => change({ [parameter.name]: value || undefined })}
          currency={currency}
          error={errorOf(parameter.name)}
        />
      ))}
      <TextParameter
        label={t('where')}
        help={t('where_help')}
        value={search.where ?? ''}
        set={(where) => change({ where: where || undefined })}
        error={errorOf('where')}
        isWide
      />
    </div>
  );
}

interface OwnProps {
  parameter: ReportParameter;
  value: string;
  set: (value: string) => void;
  currency: string;
  error?: string;
}

function OwnParameter({ parameter, value, set, currency, error }: OwnProps) {
  const text = useText();
  const t = useT('insight');
  const label = text(parameter.label);
  if (parameter.choices?.length)
    return (
      <Select
        size="xs"
        w={160}
        clearable
        aria-label={label}
        placeholder={label}
        value={value || null}
        data={parameter.choices.map((choice) => ({ value: choice, label: wordOf(t, choice) }))}
        onChange={(choice) => set(choice ?? '')}
        error={error}
      />
    );
  switch (parameter.kind) {
    case 'date':
      return (
        <DateField size="xs" w={138} aria-label={label} title={label} value={value} onChange={set} error={error} />
      );
    case 'money': {
      const shown = /^\d+$/.test(value) ? editableMoney({ amount_minor: Number(value), currency }) : value;
      // What is no amount goes to the server as it is, which says so.
      const read = (typed: string) => String(parseMoney(typed, currency)?.amount_minor ?? typed);
      return <TextParameter label={label} value={shown} set={(typed) => set(typed && read(typed))} error={error} />;
    }
    default:
      return <TextParameter label={label} value={value} set={set} error={error} />;
  }
}

/** The product's word for a choice, where it has one. */
function wordOf(t: ReturnType<typeof useT<'insight'>>, choice: string): string {
  const key = `words.${choice.replace(/[^a-z0-9_]/gi, '_')}`;
  return t.has(key as never) ? t(key as never) : choice;
}

interface FieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  error?: string;
  help?: string;
  isWide?: boolean;
}

/** A text that counts when it is finished: by Enter, or by leaving the field. */
function TextParameter({ label, value, set, error, help = label, isWide }: FieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    if (typed !== null && typed.trim() !== value) set(typed.trim());
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      className={isWide ? classes.wide : classes.short}
      aria-label={label}
      placeholder={help}
      title={help}
      spellCheck={false}
      value={typed ?? value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => isEnter(event) && finish()}
      error={error}
    />
  );
}
