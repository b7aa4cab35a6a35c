import type { ImportMapping } from '@/api/types';
import { OBJECTS } from '@/features/import/fields';
import { tidy } from '@/features/import/mapping';

const MAPS = ['columns', 'values', 'defaults', 'formats'];

/** The mapping as the YAML file that the command line takes. */
export async function toYaml(mapping: ImportMapping): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(tidy(mapping), { lineWidth: 0 });
}

/** A mapping file as a mapping; null when it is not one. What it means is for the server to judge. */
export async function fromYaml(source: string): Promise<ImportMapping | null> {
  const { parse } = await import('yaml');
  try {
    // No aliases: a small file must not unfold into a big one.
    const read: unknown = parse(source, { maxAliasCount: 0 });
    return isMapping(read) ? asTexts(read) : null;
  } catch {
    return null;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMapping(value: unknown): value is ImportMapping {
  return (
    isMap(value) &&
    (OBJECTS as unknown[]).includes(value.as) &&
    isMap(value.columns) &&
    MAPS.every((part) => value[part] === undefined || value[part] === null || isMap(value[part])) &&
    (value.create_missing === undefined || Array.isArray(value.create_missing))
  );
}

/** Keys and values of columns, values and defaults are texts, however a person wrote them (`2024`, `yes`). */
function asTexts(mapping: ImportMapping): ImportMapping {
  const text = (map: Record<string, unknown> | null | undefined) =>
    Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key, value === null ? '' : String(value)]));
  const values = Object.entries(mapping.values ?? {}).map(([column, map]) => [column, text(map)]);
  return {
    ...mapping,
    columns: text(mapping.columns),
    defaults: text(mapping.defaults),
    values: Object.fromEntries(values) as Record<string, Record<string, string>>,
  };
}
