import { parse } from 'yaml';
import type { JournalEntry, PlaybookVersion } from '@/api/types';

/** A change of a stage's configured probability. */
export interface Adoption {
  /** In percent, before. */
  from: number;
  /** The instant it was published. */
  at: string;
  version: number;
  /** What it rests on, for those who may read the journal. */
  note: string | undefined;
}

interface Source {
  pipelines?: { key: string; stages?: { key: string; probability_percent?: number }[] }[];
}

/** The configured probabilities of a version's stages; empty for a text that is no playbook. */
function configuredIn(source: string | null | undefined, pipeline: string): Map<string, number> {
  try {
    const { pipelines } = parse(source ?? '') as Source;
    const stages = pipelines?.find(({ key }) => key === pipeline)?.stages ?? [];
    return new Map(
      stages.flatMap(({ key, probability_percent: percent }) => (percent === undefined ? [] : [[key, percent]])),
    );
  } catch {
    return new Map();
  }
}

type Version = Pick<PlaybookVersion, 'version'> & Partial<Pick<PlaybookVersion, 'published_at' | 'source'>>;
type Entry = Pick<JournalEntry, 'action'> & Partial<Pick<JournalEntry, 'note'>>;

/** The latest change of each stage's probability over a playbook's published versions. */
export function adoptionsIn(
  versions: readonly Version[],
  pipeline: string,
  journal: readonly Entry[],
): Map<string, Adoption> {
  const published = versions
    .filter(({ published_at }) => published_at)
    .toSorted((one, other) => one.version - other.version)
    .map((version) => ({ ...version, percents: configuredIn(version.source, pipeline) }));
  const notes = journal.filter(({ action }) => action === 'playbook.probability_adopted');
  const found = new Map<string, Adoption>();
  published.forEach(({ version, published_at, percents }, at) => {
    const before = published[at - 1]?.percents;
    for (const [stage, percent] of percents) {
      const from = before?.get(stage);
      if (from === undefined || from === percent) continue;
      const note = notes.find((entry) => entry.note?.startsWith(`${pipeline}/${stage}: ${percent}`))?.note;
      found.set(stage, { from, at: published_at ?? '', version, note: note ?? undefined });
    }
  });
  return found;
}
