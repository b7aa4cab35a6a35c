import { useChoices } from '@/features/import/choices';
import { valueColumns, withValue } from '@/features/import/mapping';
import { Meaning } from '@/features/import/Meaning';
import type { Import, ImportColumn, ImportMapping } from '@/api/types';
import { useT } from '@/lib/use-locale';
import classes from '@/features/import/Mapping.module.css';

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
  const { header } = column;
  const own = mapping.values?.[header] ?? {};
  // A preset knows more words than this file uses.
  const values = column.distinct_values ?? Object.keys(own);
  const choices = useChoices(mapping.columns[header] ?? '', mapping);
  return (
    <fieldset className={classes.valueMap}>
      <legend>{header}</legend>
      {values.map((value) => (
        <label key={value}>
          <span>{value}</span>
          <Meaning
            label={t('means', { value })}
            written={value}
            meaning={own[value] ?? ''}
            choices={choices}
            change={(meaning) => change(withValue(mapping, header, value, meaning))}
          />
        </label>
      ))}
    </fieldset>
  );
}
