import { asProblem } from '@/api/problem';

/** Some fields of a record and their values, as the API takes them. */
export type Fields = Record<string, unknown>;

/** An edit that somebody else may have been faster than. */
export interface MergedEdit<C extends object, R extends { version: number }> {
  /** The fields to change. */
  change: C;
  /** The same fields as they were when the person began. */
  before: C;
  /** The version that was then. */
  version: number;
  send: (change: C, version: number) => Promise<R>;
  /** The record as it is now. */
  reload: () => Promise<R>;
  /** The fields of the change as a record has them. */
  valuesOf: (record: R) => C;
  /** Asks which of the fields that both changed are to stay as the other left them; null gives up. */
  ask: (fields: string[], mine: Fields, theirs: Fields) => Promise<ReadonlySet<string> | null>;
}

/** What was sent in the end: never a field that stays as the other left it. */
export interface Sent<C, R> {
  record: R;
  change: C;
  /** What the change overwrote. */
  before: C;
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const pick = (fields: Fields, names: string[]) => Object.fromEntries(names.map((name) => [name, fields[name]]));

/**
 * Sends an edit. When the record has changed meanwhile, what only one side changed is merged silently, and what both changed
 * is asked about, with both values. Throws the refusal when the person gives up, and whatever else goes wrong.
 */
export async function sendMerged<C extends object, R extends { version: number }>(
  edit: MergedEdit<C, R>,
): Promise<Sent<C, R>> {
  let { change, before, version } = edit;
  for (;;) {
    try {
      return { record: await edit.send(change, version), change, before };
    } catch (error) {
      if (!asProblem(error).isConflict) throw error;
      const fresh = await edit.reload();
      if (fresh.version === version) throw error;
      const [mine, was, theirs] = [change as Fields, before as Fields, edit.valuesOf(fresh) as Fields];
      const open = Object.keys(mine).filter((field) => !isSame(mine[field], theirs[field]));
      const both = open.filter((field) => !isSame(was[field], theirs[field]));
      const left = both.length > 0 ? await edit.ask(both, mine, theirs) : new Set<string>();
      if (!left) throw error;
      const kept = open.filter((field) => !left.has(field));
      change = pick(mine, kept) as C;
      before = pick(theirs, kept) as C;
      version = fresh.version;
      if (kept.length === 0) return { record: fresh, change, before };
    }
  }
}
