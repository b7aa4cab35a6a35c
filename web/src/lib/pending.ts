import { createStore } from '@/lib/store';

/** Fields of one record that were changed here and are not yet confirmed. */
interface Patch {
  token: number;
  record: string;
  fields: object;
}

let lastToken = 0;

/** Every unconfirmed change, oldest first. Reads lay these over what the server said. */
export const pendingPatches = createStore<readonly Patch[]>([]);

/** Lays a change over a record until the returned function takes it off again. Nobody else's change is touched. */
export function layOver(record: string, fields: object): () => void {
  const token = ++lastToken;
  pendingPatches.set((patches) => [...patches, { token, record, fields }]);
  return () => pendingPatches.set((patches) => patches.filter((patch) => patch.token !== token));
}

/** The record as it will be when every pending change of it succeeds; the same object when there is none. */
export function withPending<T extends { id: string }>(record: T, patches: readonly Patch[]): T {
  const own = patches.filter((patch) => patch.record === record.id);
  return own.length === 0 ? record : Object.assign({}, record, ...own.map((patch) => patch.fields));
}
