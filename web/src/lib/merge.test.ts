import { expect, test, vi } from 'vitest';
import { Problem } from '@/api/problem';
import type { Fields } from '@/lib/merge';
import { sendMerged } from '@/lib/merge';

interface Row extends Fields {
  version: number;
}

/** A server's record; `send` refuses a version that is not its own. */
function server(record: Row) {
  const send = vi.fn(async (change: Fields, version: number): Promise<Row> => {
    if (version !== record.version) throw new Problem(412, { code: 'version-conflict' });
    Object.assign(record, change, { version: version + 1 });
    return { ...record };
  });
  return { send, reload: async () => ({ ...record }), valuesOf: (row: Row): Fields => row };
}

const before = { name: 'Alpha', phone: '1' };

test('what only one side changed is merged without a question', async () => {
  const ask = vi.fn();
  const rest = server({ name: 'Alpha', phone: '2', version: 2 });
  const sent = await sendMerged({ ...rest, change: { name: 'Beta' }, before: { name: 'Alpha' }, version: 1, ask });
  expect(ask).not.toHaveBeenCalled();
  expect(sent.record).toEqual({ name: 'Beta', phone: '2', version: 3 });
});

test('what both changed is asked about, and theirs stays where that is chosen', async () => {
  const ask = vi.fn().mockResolvedValue(new Set(['phone']));
  const rest = server({ name: 'Gamma', phone: '2', version: 2 });
  const sent = await sendMerged({ ...rest, change: { name: 'Beta', phone: '3' }, before, version: 1, ask });
  expect(ask.mock.calls[0]?.[0]).toEqual(['name', 'phone']);
  expect(sent.record).toEqual({ name: 'Beta', phone: '2', version: 3 });
  // Undoing must not touch the field that was left alone.
  expect([sent.change, sent.before]).toEqual([{ name: 'Beta' }, { name: 'Gamma' }]);
});

test('taking theirs everywhere sends nothing more', async () => {
  const rest = server({ name: 'Gamma', phone: '1', version: 2 });
  const ask = vi.fn().mockResolvedValue(new Set(['name']));
  const sent = await sendMerged({ ...rest, change: { name: 'Beta' }, before: { name: 'Alpha' }, version: 1, ask });
  expect(rest.send).toHaveBeenCalledTimes(1);
  expect(sent.record.name).toBe('Gamma');
});

test('giving up is the refusal, so that the form keeps what was typed', async () => {
  const rest = server({ name: 'Gamma', phone: '1', version: 2 });
  const edit = { ...rest, change: { name: 'Beta' }, before: { name: 'Alpha' }, version: 1, ask: async () => null };
  await expect(sendMerged(edit)).rejects.toMatchObject({ code: 'version-conflict' });
});

test('a refusal for another reason is passed on', async () => {
  const send = async () => {
    throw new Problem(422, { code: 'invalid' });
  };
  const rest = { ...server({ version: 1 }), send };
  const edit = { ...rest, change: {}, before: {}, version: 1, ask: async () => null };
  await expect(sendMerged(edit)).rejects.toMatchObject({ code: 'invalid' });
});
