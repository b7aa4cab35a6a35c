import type { Report, ReportCell, ReportRow } from '@/api/reports';

/** What stands beside the stages, one at a time. */
export const CUTS = ['owner', 'industry', 'segment'] as const;
export type Cut = (typeof CUTS)[number];

/** One stage of one owner, industry or segment, compared with the whole stage. */
export interface Place {
  /** Its row of the report, by the key cells. */
  key: ReportCell[];
  stage: string;
  who: ReportCell;
  /** Deals that were here. */
  n: number;
  /** How long half of them stay, and half of everybody; none while half have not left. */
  medianDays: number | null;
  usualDays: number | null;
  conversion: number | null;
  usualConversion: number | null;
  /** Probability that it is slower than the stage, 0 to 1; none where nothing can be compared. */
  slower: number | null;
  /** So much slower that comparing many places does not explain it. */
  isUnusual: boolean;
  /** Open deals here for longer than is usual, and their amount in minor units of the report's currency. */
  stuck: number;
  stuckMinor: number;
  /** The customer's evidence that deals which passed had more often, how many times as often, and the stuck without it. */
  habit: { evidence: string; lift: number; without: number } | null;
}

const number = (cell: ReportCell | undefined) => (typeof cell === 'number' ? cell : null);

/** The places of an answer of the report `bottlenecks`, costliest first as it has them. */
export function placesOf(report: Report): Place[] {
  const keys = report.columns.filter(({ is_key }) => is_key).map(({ name }) => name);
  const who = keys.find((name) => name !== 'stage');
  return report.rows.map((row: ReportRow) => {
    const lift = number(row.lift);
    return {
      key: keys.map((name) => row[name] ?? null),
      stage: String(row.stage),
      who: who ? (row[who] ?? null) : null,
      n: number(row.n) ?? 0,
      medianDays: number(row.median_days),
      usualDays: number(row.stage_median_days),
      conversion: number(row.conversion),
      usualConversion: number(row.stage_conversion),
      slower: number(row.slower),
      isUnusual: row.is_unusual === true,
      stuck: number(row.stuck) ?? 0,
      stuckMinor: number(row.stuck_minor) ?? 0,
      habit:
        row.passers_had && lift !== null
          ? { evidence: String(row.passers_had), lift, without: number(row.stuck_without) ?? 0 }
          : null,
    };
  });
}

/** Those worth reading about: unusual, or probably slower with deals stuck; the unusual first, else as the report ranks. */
export function ranked(places: readonly Place[]): Place[] {
  const worth = places.filter(
    ({ isUnusual, slower, stuck }) => isUnusual || (slower !== null && slower > 0.5 && stuck > 0),
  );
  return [...worth.filter(({ isUnusual }) => isUnusual), ...worth.filter(({ isUnusual }) => !isUnusual)];
}

/** The place that the address names. */
export function placeAt(places: readonly Place[], key: string | undefined): Place | undefined {
  return key === undefined ? undefined : places.find((place) => JSON.stringify(place.key) === key);
}

/** Nothing measured is certain: a probability is said as at most 99.9 %, and at least 0.1 %. */
export const sayable = (probability: number) => Math.min(0.999, Math.max(0.001, probability));
