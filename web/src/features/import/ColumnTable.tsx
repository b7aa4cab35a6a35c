import { IconAlertTriangle, IconInfoCircle, IconKey, IconSparkles } from '@tabler/icons-react';
import { FIELDS } from '@/features/import/fields';
import { meaningOf } from '@/features/import/meaning-of';
import { hasReadings, isAmbiguous, withColumn, withDateFormat, withKey } from '@/features/import/mapping';
import type { ImportColumn, ImportMapping, Import } from '@/api/types';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { Term } from '@/ui/Term';
import classes from '@/features/import/Import.module.css';

interface Props {
  run: Import;
  mapping: ImportMapping;
  change: (mapping: ImportMapping) => void;
  twice: Set<string>;
}

/** Every column with its values, what they look like, and the field it becomes. Plain controls: a file may have hundreds. */
export function ColumnTable({ run, mapping, change, twice }: Props) {
  const t = useT('import');
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('column')}</th>
            <th>{t('samples')}</th>
            <th>{t('looks_like')}</th>
            <th>{t('becomes')}</th>
            <th>{t('how_sure')}</th>
            <th>{t('key')}</th>
          </tr>
        </thead>
        <tbody>
          {run.columns.map((column) => (
            <Row key={column.header} column={column} run={run} mapping={mapping} change={change} twice={twice} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ column, run, mapping, change, twice }: Props & { column: ImportColumn }) {
  const t = useT('import');
  const dictionary = useT('dictionary');
  const text = useText();
  const locale = useLocale();
  const { header } = column;
  const field = mapping.columns[header] ?? '';
  const fields = FIELDS[mapping.as];
  const known = fields.find(({ key }) => key === field);
  const isOwnChoice = field !== '' && field !== column.suggested_field;
  const meaning = meaningOf(mapping.as, field);
  const custom = `custom.${header}`;
  return (
    <tr data-out={field === '' || undefined}>
      <th scope="row">{header}</th>
      <td className={classes.samples}>
        {column.samples.slice(0, 3).map((sample) => (
          <span key={sample}>{sample}</span>
        ))}
      </td>
      <td>
        <span className={classes.kind}>
          {t.has(`kinds.${column.kind}` as 'kinds.text') ? t(`kinds.${column.kind}` as 'kinds.text') : column.kind}
        </span>
        {column.empty_count > 0 && (
          <small className={classes.faint}>
            {t('empty', { percent: Math.max(1, Math.round((100 * column.empty_count) / Math.max(1, run.row_count))) })}
          </small>
        )}
        <DateFormats column={column} mapping={mapping} change={change} />
      </td>
      <td>
        <span className={classes.becomes}>
          <select
            className={classes.select}
            aria-label={t('becomes_of', { column: header })}
            aria-invalid={twice.has(field) || undefined}
            value={field}
            onChange={(event) => change(withColumn(mapping, header, event.target.value || null))}
          >
            <option value="">{t('left_out')}</option>
            {fields.map(({ key, name }) => (
              <option key={key} value={key}>
                {text(name)}
              </option>
            ))}
            {field !== '' && !known && field !== custom && <option value={field}>{field}</option>}
            {mapping.as !== 'users' && mapping.as !== 'products' && mapping.as !== 'stage-history' && (
              <option value={custom}>{t('as_custom')}</option>
            )}
          </select>
          {meaning && (
            <Term of={meaning} isQuiet label={dictionary('meaning_of', { name: known ? text(known.name) : field })}>
              <IconInfoCircle size={15} aria-hidden />
            </Term>
          )}
        </span>
      </td>
      <td>
        {field === '' ? (
          <span className={classes.faint}>—</span>
        ) : isOwnChoice ? (
          <span className={classes.faint}>{t('own_choice')}</span>
        ) : (
          <span
            className={classes.sure}
            data-low={column.confidence_percent < 70 || undefined}
            title={t('auto_mapped')}
          >
            <IconSparkles size={14} aria-hidden />
            {new Intl.NumberFormat(locale, { style: 'percent' }).format(column.confidence_percent / 100)}
          </span>
        )}
      </td>
      <td>
        <label className={classes.keyChoice} title={known && !known.isUnique ? t('not_unique') : t('key_text')}>
          <input
            type="checkbox"
            aria-label={t('key_of', { column: header })}
            checked={mapping.key === header}
            disabled={!known?.isUnique}
            onChange={(event) => change(withKey(mapping, event.target.checked ? header : null))}
          />
          {mapping.key === header && <IconKey size={14} aria-hidden />}
        </label>
      </td>
    </tr>
  );
}

/** How the dates of a column are written; several readings that all fit are called out, and a person decides. */
function DateFormats({ column, mapping, change }: Omit<Props, 'run' | 'twice'> & { column: ImportColumn }) {
  const t = useT('import');
  if (!column.date_format) return null;
  const name = (format: string) =>
    t.has(`dates.${format}` as 'dates.iso') ? t(`dates.${format}` as 'dates.iso') : format;
  // A column of dates with a few slips looks like text, and still somebody has to say how the dates are read.
  if (!hasReadings(column, mapping)) {
    const isPlain = column.kind === 'date' && column.ambiguous_formats.length === 0;
    return isPlain && <small className={classes.faint}>{name(column.date_format)}</small>;
  }
  const chosen = mapping.formats?.[column.header]?.date ?? '';
  const needsChoice = isAmbiguous(column, mapping);
  const formats = [...new Set([column.date_format, ...column.ambiguous_formats])];
  return (
    <span className={classes.ambiguous} data-open={needsChoice || undefined}>
      {needsChoice && <IconAlertTriangle size={14} aria-hidden />}
      <select
        className={classes.select}
        aria-label={t('date_format_of', { column: column.header })}
        value={chosen}
        onChange={(event) => change(withDateFormat(mapping, column.header, event.target.value))}
      >
        <option value="" disabled>
          {t('ambiguous')}
        </option>
        {formats.map((format) => (
          <option key={format} value={format}>
            {name(format)}
          </option>
        ))}
      </select>
    </span>
  );
}
