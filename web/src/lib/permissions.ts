/** May the person do this with the record? The server decides, per record; the page only reads. */
export function may(record: { allowed_actions: readonly string[] }, action: string): boolean {
  const wanted = action.replace('.', '_');
  return record.allowed_actions.some((allowed) => allowed.replace('.', '_') === wanted);
}
