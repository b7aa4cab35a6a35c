import { useId } from 'react';
import { usePipelineChoices } from '@/features/import/choices';
import { valueColumns, withValue } from '@/features/import/mapping';
import type { ImportColumn, ImportMapping, Import } from '@/api/types';
import { useT } from '@/lib/use-locale';
import classes from '@/features/import/Import.module.css';

interface Props {
  run: Import;
  mapping: ImportMapping;
  change: (mapping: ImportMapping) => void;
}

/** What the words of the file mean here: stage names, product names, typing errors. */
export function ValueMaps(props: Props) {
  const t = useT('import');
  const columns = valueColumns(props.run, props.mapping);
  if (columns.length === 0) return null;
  return (
    <div className={classes.values}>
      <h3>{t('values')}</h3>
      <div className={classes.valueGrid}>
        {columns.map((column) => (
          <ValueMap key={column.header} column={column} {...props} />
        ))}
      </div>
    </div>
  );
}

function ValueMap({ column, mapping, change }: Props & { column: ImportColumn }) {
  const t = useT('import');
  const list = useId();
  const field = mapping.columns[column.header] ?? '';
  const own = mapping.values?.[column.header] ?? {};
  const values = [...new Set([...(column.distinct_values ?? []), ...Object.keys(own)])];
  const choices = usePipelineChoices(field, mapping);
  return (
    <fieldset className={classes.valueMap}>
      <legend>{column.header}</legend>
      {values.map((value) => (
        <label key={value}>
          <span>{value}</span>
          <input
            list={choices.length > 0 ? list : undefined}
            aria-label={t('means', { value })}
            placeholder={value}
            value={own[value] ?? ''}
            onChange={(event) => change(withValue(mapping, column.header, value, event.target.value))}
          />
        </label>
      ))}
      {choices.length > 0 && (
        <datalist id={list}>
          {choices.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </datalist>
      )}
    </fieldset>
  );
}
