import type { Import } from '@/api/types';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/import/Import.module.css';

const SEPARATORS: Record<string, 'comma' | 'semicolon' | 'tab' | 'pipe'> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

/** What was found out about the file by reading all of it. */
export function Detected({ run }: { run: Import }) {
  const t = useT('import');
  const locale = useLocale();
  const separator = run.separator && SEPARATORS[run.separator];
  const facts: [string, string][] = [
    [t('rows'), run.row_count.toLocaleString(locale)],
    [t('columns'), run.columns.length.toLocaleString(locale)],
    [t('encoding'), run.encoding.toUpperCase()],
    ...(run.separator
      ? [[t('separator'), separator ? t(`separators.${separator}`) : run.separator] as [string, string]]
      : []),
    [t('header'), run.mapping?.file?.header === false ? t('header_none') : t('header_first')],
    ...(run.preset ? [[t('recognised'), presetName(run.preset)] as [string, string]] : []),
  ];
  return (
    <dl className={classes.detected} aria-label={t('detected')}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Systems are called by their own names. */
export function presetName(preset: string): string {
  return preset === 'hubspot' ? 'HubSpot' : preset.charAt(0).toUpperCase() + preset.slice(1);
}
