import { Checkbox, SegmentedControl } from '@mantine/core';
import { useChoices } from '@/features/import/choices';
import { CREATABLE, FIELDS } from '@/features/import/fields';
import { withCreatable, withDefault } from '@/features/import/mapping';
import { Meaning } from '@/features/import/Meaning';
import type { ImportMapping, Import } from '@/api/types';
import { useT, useText } from '@/lib/use-locale';
import page from '@/features/import/Import.module.css';
import classes from '@/features/import/Mapping.module.css';

const DEFAULTS: Partial<Record<ImportMapping['as'], string[]>> = {
  deals: ['pipeline', 'stage', 'currency', 'loss_reason', 'owner'],
  accounts: ['country', 'currency', 'owner'],
  contacts: ['owner'],
  products: ['currency'],
};

interface Props {
  run: Import;
  mapping: ImportMapping;
  change: (mapping: ImportMapping) => void;
}

/** How rows meet what is there already, what may be created on the way, and what the file does not say. */
export function MappingOptions({ mapping, change }: Props) {
  const t = useT('import');
  const mode = mapping.mode ?? (mapping.key ? 'upsert' : 'create');
  const creatable = CREATABLE[mapping.as];
  const defaults = (DEFAULTS[mapping.as] ?? []).filter((field) => !Object.values(mapping.columns).includes(field));
  return (
    <div className={classes.options}>
      <div>
        <h3 id="import-mode">{t('mode')}</h3>
        <SegmentedControl
          size="xs"
          aria-labelledby="import-mode"
          value={mode}
          onChange={(next) => change({ ...mapping, mode: next })}
          data={(['upsert', 'create', 'update'] as const).map((key) => ({
            value: key,
            label: t(`modes.${key}`),
            disabled: key !== 'create' && !mapping.key,
          }))}
        />
        <p className={page.faint}>{mapping.key ? t('mode_text', { key: mapping.key }) : t('mode_no_key')}</p>
      </div>
      {creatable.length > 0 && (
        <fieldset className={classes.creatable}>
          <legend>{t('create_missing')}</legend>
          {creatable.map((kind) => (
            <Checkbox
              key={kind}
              size="sm"
              label={t(`objects.${kind}`)}
              checked={mapping.create_missing?.includes(kind) ?? false}
              onChange={(event) => change(withCreatable(mapping, kind, event.target.checked))}
            />
          ))}
        </fieldset>
      )}
      {defaults.length > 0 && (
        <div className={classes.defaults}>
          <h3>{t('defaults')}</h3>
          {defaults.map((field) => (
            <Default key={field} field={field} mapping={mapping} change={change} />
          ))}
        </div>
      )}
    </div>
  );
}

function Default({ field, mapping, change }: Omit<Props, 'run'> & { field: string }) {
  const text = useText();
  const choices = useChoices(field, mapping);
  const known = FIELDS[mapping.as].find(({ key }) => key === field);
  const name = known ? text(known.name) : field;
  return (
    <label>
      <span>{name}</span>
      <Meaning
        label={name}
        written=""
        meaning={mapping.defaults?.[field] ?? ''}
        choices={choices}
        change={(value) => change(withDefault(mapping, field, value))}
      />
    </label>
  );
}
