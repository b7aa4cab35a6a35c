import type { ReportDefinition } from '@/api/reports';

/** The reports by what one wants to know, in the order of a sales meeting. */
const GROUPS = {
  pipeline: ['pipeline-summary', 'coverage', 'waterfall', 'velocity'],
  conversion: ['stage-conversion', 'win-rate', 'loss-reasons', 'mix'],
  time: ['sales-cycle', 'dwell', 'bottlenecks', 'slippage'],
  forecast: ['forecast', 'forecast-accuracy', 'calibration'],
  data: ['data-quality'],
} as const;

export type Group = keyof typeof GROUPS | 'other';

/** The reports there are, grouped; one that no group knows is among the others. */
export function groupsOf(definitions: readonly ReportDefinition[]): [Group, ReportDefinition[]][] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const known: [Group, ReportDefinition[]][] = Object.entries(GROUPS).map(([group, names]) => [
    group as Group,
    names.flatMap((name) => byName.get(name) ?? []),
  ]);
  const named = new Set<string>(Object.values(GROUPS).flat());
  const others: [Group, ReportDefinition[]] = ['other', definitions.filter(({ name }) => !named.has(name))];
  return [...known, others].filter(([, reports]) => reports.length > 0);
}
