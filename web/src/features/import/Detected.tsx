import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Problem } from '@/api/problem';
import type { Import, ImportFileOptions } from '@/api/types';
import { importQuery, readOtherwise } from '@/features/import/queries';
import { useLocale, useT } from '@/lib/use-locale';
import { FormProblem } from '@/ui/FormProblem';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/import/Import.module.css';

const SEPARATORS: Record<string, 'comma' | 'semicolon' | 'tab' | 'pipe'> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

/** The importer's names of text encodings, the likely ones first. */
const ENCODINGS = [
  'utf-8',
  'cp949',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'windows-1250',
  'windows-1251',
];

/** What was found out about the file by reading all of it. Where that is wrong, a person says how it is to be read. */
export function Detected({ run, mayChange }: { run: Import; mayChange: boolean }) {
  const t = useT('import');
  const locale = useLocale();
  const client = useQueryClient();
  const write = useWrite();
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const said = run.mapping?.file;
  const change = async (file: ImportFileOptions) => {
    setSending(true);
    setProblem(null);
    await write({
      send: () => readOtherwise(run, { ...said, ...file }),
      settle: (answer) => client.setQueryData(importQuery(run.id).queryKey, answer),
      refused: (refusal) => {
        setProblem(refusal);
        return !refusal.isTransient;
      },
    });
    setSending(false);
  };
  const choice = (label: string, value: string, options: [string, string][], pick: (value: string) => void) =>
    mayChange ? (
      <select
        className={classes.select}
        aria-label={label}
        value={value}
        disabled={isSending}
        onChange={(event) => pick(event.target.value)}
      >
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    ) : (
      options.find(([key]) => key === value)?.[1]
    );
  const separator = run.separator && SEPARATORS[run.separator];
  const isText = run.sheets.length === 0;
  return (
    <>
      <dl className={classes.detected} aria-label={t('detected')} aria-busy={isSending || undefined}>
        <Fact label={t('rows')}>{run.row_count.toLocaleString(locale)}</Fact>
        <Fact label={t('columns')}>{run.columns.length.toLocaleString(locale)}</Fact>
        <Fact label={t('encoding')}>
          {isText
            ? choice(
                t('encoding'),
                run.encoding,
                [...new Set([...ENCODINGS, run.encoding])].map((key) => [key, key.toUpperCase()]),
                (encoding) => void change({ encoding }),
              )
            : run.encoding.toUpperCase()}
        </Fact>
        {run.sheets.length > 1 && (
          <Fact label={t('sheet')}>
            {choice(
              t('sheet'),
              said?.sheet ?? run.sheets[0] ?? '',
              run.sheets.map((sheet) => [sheet, sheet]),
              (sheet) => void change({ sheet }),
            )}
          </Fact>
        )}
        {run.separator && (
          <Fact label={t('separator')}>{separator ? t(`separators.${separator}`) : run.separator}</Fact>
        )}
        <Fact label={t('header')}>
          {choice(
            t('header'),
            said?.header === false ? 'none' : 'first',
            [
              ['first', t('header_first')],
              ['none', t('header_none')],
            ],
            (header) => void change({ header: header === 'first' }),
          )}
        </Fact>
        {run.preset && <Fact label={t('recognised')}>{presetName(run.preset)}</Fact>}
      </dl>
      {problem && <FormProblem problem={problem} />}
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Systems are called by their own names. */
export function presetName(preset: string): string {
  return preset === 'hubspot' ? 'HubSpot' : preset.charAt(0).toUpperCase() + preset.slice(1);
}
