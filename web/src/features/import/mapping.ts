import type { Import, ImportColumn, ImportMapping, ImportProgress, NearMiss } from '@/api/types';
import type { ImportField, Related } from '@/features/import/fields';
import { CREATABLE, FIELDS } from '@/features/import/fields';

/** Columns up to this many different values are offered for mapping value by value. */
export const MAX_VALUES = 40;

const CHOICES = [
  'stage',
  'status',
  'kind',
  'pipeline',
  'product',
  'owner',
  'role',
  'close_basis',
  'competition',
  'loss_reason',
];

/** The mapping to start from: the confirmed or proposed one. */
export function startingMapping(run: Import): ImportMapping {
  if (run.mapping) return run.mapping;
  const columns = run.columns.flatMap(({ header, suggested_field }) =>
    suggested_field ? [[header, suggested_field] as const] : [],
  );
  return { as: 'deals', columns: Object.fromEntries(columns) };
}

/** The mapping with a column going to another field, or to none. */
export function withColumn(mapping: ImportMapping, header: string, field: string | null): ImportMapping {
  const columns = { ...mapping.columns };
  if (field) columns[header] = field;
  // A preset fills in what is not mentioned: what is left out has to be said.
  else if (mapping.preset) columns[header] = '';
  else delete columns[header];
  const next = { ...mapping, columns };
  return mapping.key === header && !fieldOf(next, header)?.isUnique ? withKey(next, null) : next;
}

/** The mapping with rows found again by a column, or by none; then they can only be created. */
export function withKey(mapping: ImportMapping, header: string | null): ImportMapping {
  return { ...mapping, key: header, mode: header ? mapping.mode : null };
}

/** The importer's field that a column becomes, if it is one of its own. */
export function fieldOf(mapping: ImportMapping, header: string): ImportField | undefined {
  return FIELDS[mapping.as].find(({ key }) => key === mapping.columns[header]);
}

/** The columns that go somewhere. */
export function takenColumns(mapping: ImportMapping): string[] {
  return Object.keys(mapping.columns).filter((header) => mapping.columns[header] !== '');
}

/** The mapping as far as a file has its columns, and the columns the file does not have. */
export function fitted(mapping: ImportMapping, run: Import): { mapping: ImportMapping; absent: string[] } {
  const isThere = (header: string) => run.columns.some((column) => column.header === header);
  const present = <T>(map: Record<string, T> | undefined) =>
    Object.fromEntries(Object.entries(map ?? {}).filter(([header]) => isThere(header)));
  const { columns, values, formats } = mapping;
  const rest = { ...mapping, columns: present(columns), values: present(values), formats: present(formats) };
  return {
    mapping: mapping.key && !isThere(mapping.key) ? withKey(rest, null) : rest,
    absent: takenColumns(mapping).filter((header) => !isThere(header)),
  };
}

/** The mapping with a value of a column meaning another one; an empty meaning takes the entry out. */
export function withValue(mapping: ImportMapping, header: string, value: string, meaning: string): ImportMapping {
  const own = { ...(mapping.values?.[header] ?? {}) };
  if (meaning.trim() === '' || meaning === value) delete own[value];
  else own[value] = meaning;
  const values = { ...mapping.values };
  if (Object.keys(own).length > 0) values[header] = own;
  else delete values[header];
  return { ...mapping, values };
}

/** The mapping with near misses meaning what was suggested, and the others meaning just what they say. */
export function withNearMisses(
  mapping: ImportMapping,
  meant: readonly NearMiss[],
  others: readonly NearMiss[] = [],
): ImportMapping {
  const decided = [
    ...meant.map(({ column, value, suggestion }) => ({ column, value, meaning: suggestion })),
    ...others.map(({ column, value }) => ({ column, value, meaning: value })),
  ];
  const values = { ...mapping.values };
  for (const { column, value, meaning } of decided) values[column] = { ...values[column], [value]: meaning };
  return { ...mapping, values };
}

/** The mapping with a default for what the file does not say. */
export function withDefault(mapping: ImportMapping, field: string, value: string): ImportMapping {
  const defaults = { ...mapping.defaults };
  if (value.trim() === '') delete defaults[field];
  else defaults[field] = value;
  return { ...mapping, defaults };
}

/** The mapping with dates of a column read in one way. */
export function withDateFormat(mapping: ImportMapping, header: string, date: string): ImportMapping {
  return { ...mapping, formats: { ...mapping.formats, [header]: { ...mapping.formats?.[header], date } } };
}

/** The kinds of records that rows name and nobody knows, found by a trial, which the mapping could let rows create. */
export function missingKinds(mapping: ImportMapping, progress: ImportProgress | null): Related[] {
  const near = new Set(progress?.near_misses.map(({ column }) => column));
  const unknown = new Set(
    progress?.rejections.filter(({ code }) => code === 'unknown').map(({ column }) => column ?? ''),
  );
  const kinds = [...unknown].filter((column) => !near.has(column)).map((column) => fieldOf(mapping, column)?.relatesTo);
  return CREATABLE[mapping.as].filter((kind) => kinds.includes(kind) && !mapping.create_missing?.includes(kind));
}

/** The mapping with a kind of record created when a row names an unknown one, or not. */
export function withCreatable(mapping: ImportMapping, kind: string, isOn: boolean): ImportMapping {
  const others = (mapping.create_missing ?? []).filter((one) => one !== kind);
  return { ...mapping, create_missing: isOn ? [...others, kind] : others };
}

/** Must a person still say how the dates of this column are written? */
export function isAmbiguous(column: ImportColumn, mapping: ImportMapping): boolean {
  return hasReadings(column, mapping) && !mapping.formats?.[column.header]?.date;
}

/** Do the dates of a column fit several formats, and does it matter because it becomes a date? */
export function hasReadings(column: ImportColumn, mapping: ImportMapping): boolean {
  return column.ambiguous_formats.length > 0 && fieldOf(mapping, column.header)?.shape === 'date';
}

/** Columns whose few values go to a field with words of its own, so that a value map helps. */
export function valueColumns(run: Import, mapping: ImportMapping): ImportColumn[] {
  return run.columns.filter(({ header, distinct_values }) => {
    const field = mapping.columns[header];
    const hasMap = Object.keys(mapping.values?.[header] ?? {}).length > 0;
    const isFew = !!distinct_values && distinct_values.length > 0 && distinct_values.length <= MAX_VALUES;
    return !!field && (hasMap || (isFew && CHOICES.includes(field)));
  });
}

/** Two columns going to one field: the server refuses that, so the page says it first. */
export function fieldsTwice(mapping: ImportMapping): Set<string> {
  const fields = Object.values(mapping.columns).filter((field) => field !== '');
  return new Set(fields.filter((field, index) => fields.indexOf(field) !== index));
}

/** What is worth keeping in a file: no empty parts, in the order a person reads them. */
export function tidy(mapping: ImportMapping): ImportMapping {
  const { as, preset, key, mode, columns, values, defaults, formats, create_missing, file } = mapping;
  const said = Object.fromEntries(Object.entries(file ?? {}).filter(([, value]) => value !== null));
  const parts = { as, preset, key, mode, columns, values, defaults, formats, create_missing, file: said };
  const isEmpty = (value: unknown) =>
    value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => !isEmpty(value))) as unknown as ImportMapping;
}

/** Do two mappings want the file read in the same way? */
export function readsAlike(one: ImportMapping, other: ImportMapping): boolean {
  const said = ({ file }: ImportMapping) =>
    [file?.encoding, file?.separator, file?.header, file?.sheet].map((option) => option ?? null);
  return JSON.stringify(said(one)) === JSON.stringify(said(other));
}
