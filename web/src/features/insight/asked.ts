import type { ReportDefinition, ReportParams } from '@/api/reports';
import { spanOf } from '@/features/insight/periods';

/** The state of a page of numbers, all of it from the address. */
export type InsightSearch = Partial<Record<string, string>>;

/** What of the address narrows every report alike. */
export interface Narrowing {
  pipeline?: string;
  by?: string;
  where?: string;
  as_of?: string;
  from?: string;
  to?: string;
}

/** The condition on a field, as CEL. */
const equals = (field: string, value: string) => `${field} == ${JSON.stringify(value)}`;

/** Team, segment and the reader's own condition as one. */
export function whereOf({ team, segment, where }: InsightSearch): string | undefined {
  const conditions = [team && equals('team', team), segment && equals('segment', segment), where && `(${where})`];
  const given = conditions.filter(Boolean);
  return given.length === 1 && where ? where : given.join(' && ') || undefined;
}

/** What a page asks of every report: the period by its days, team and segment as conditions. */
export function narrowingOf(search: InsightSearch, fiscalStart: number, today: string): Narrowing {
  const day = search.as_of?.slice(0, 10) ?? today;
  const span = search.period ? spanOf(search.period, fiscalStart, day) : null;
  return {
    pipeline: search.pipeline,
    by: search.by,
    where: whereOf(search),
    as_of: search.as_of,
    from: search.from ?? span?.from,
    to: search.to ?? span?.to,
  };
}

/** The question put to one report: the narrowing, and the parameters it has beyond. */
export function askedOf(definition: ReportDefinition, search: InsightSearch, narrowing: Narrowing): ReportParams {
  const own = definition.parameters.map(({ name }) => [name, search[name]] as const);
  const asked = { ...Object.fromEntries(own), ...narrowing };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
}

/** A cell's key as it stands in the address. */
export function rowOf(text: string | undefined): (string | number | boolean | null)[] | undefined {
  if (!text) return undefined;
  try {
    const row: unknown = JSON.parse(text);
    return Array.isArray(row) ? row : undefined;
  } catch {
    return undefined;
  }
}
