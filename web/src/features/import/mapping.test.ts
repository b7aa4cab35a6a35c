import { describe, expect, it } from 'vitest';
import {
  fieldsTwice,
  fitted,
  isAmbiguous,
  missingKinds,
  readsAlike,
  takenColumns,
  tidy,
  valueColumns,
  withColumn,
  withNearMisses,
  withValue,
} from '@/features/import/mapping';
import { phaseOf, tookNothing } from '@/features/import/phase';
import { fromYaml, toYaml } from '@/features/import/mapping-file';
import type { Import, ImportColumn, ImportMapping, ImportProgress } from '@/api/types';

const MAVEN = `as: deals
key: opportunity_id                # create or update by this column
columns:
  opportunity_id: external_id
  sales_agent: owner               # by name or e-mail
  deal_stage: stage
  close_value: amount
values:
  deal_stage: { Prospecting: prospecting, Engaging: qualified, Won: closed_won, Lost: closed_lost }
  product: { GTXPro: GTX Pro }
defaults: { pipeline: new-business, currency: USD, loss_reason: imported-unknown }
`;

const mapping: ImportMapping = { as: 'deals', key: 'id', columns: { id: 'external_id', day: 'close_on' } };
const column = (header: string, more: Partial<ImportColumn> = {}): ImportColumn => ({
  header,
  samples: [],
  kind: 'text',
  date_format: null,
  ambiguous_formats: [],
  empty_count: 0,
  distinct_values: null,
  suggested_field: null,
  confidence_percent: 90,
  ...more,
});

describe('a mapping file', () => {
  it('is read as the command line reads it', async () => {
    const read = await fromYaml(MAVEN);
    expect(read?.key).toBe('opportunity_id');
    expect(read?.values?.deal_stage?.Engaging).toBe('qualified');
    expect(read?.defaults).toEqual({ pipeline: 'new-business', currency: 'USD', loss_reason: 'imported-unknown' });
  });

  it('comes back the same after being saved', async () => {
    const read = await fromYaml(MAVEN);
    expect(read).not.toBeNull();
    expect(tidy((await fromYaml(await toYaml(read as ImportMapping))) as ImportMapping)).toEqual(
      tidy(read as ImportMapping),
    );
  });

  it('says how the file is read only as far as a person said so', () => {
    const told = { ...mapping, file: { encoding: null, separator: null, header: false, sheet: null } };
    expect(tidy(told).file).toEqual({ header: false });
    expect(readsAlike(told, tidy(told))).toBe(true);
    expect(readsAlike(told, mapping)).toBe(false);
    expect(readsAlike(mapping, { ...mapping, file: null })).toBe(true);
  });

  it('keeps values texts that look like something else', async () => {
    const read = await fromYaml('as: deals\ncolumns: { 2024: name }\nvalues: { year: { 2024: yes, no: 1 } }');
    expect(read?.columns).toEqual({ '2024': 'name' });
    expect(read?.values?.year).toEqual({ '2024': 'yes', no: '1' });
  });

  it('is refused when it is something else', async () => {
    expect(await fromYaml('just words')).toBeNull();
    expect(await fromYaml('as: leads\ncolumns: { a: name }')).toBeNull();
    expect(await fromYaml('as: deals\ncolumns: [a, b]')).toBeNull();
    expect(await fromYaml('as: [')).toBeNull();
    expect(await fromYaml('as: deals\ncolumns: &a { x: name }\ndefaults: *a')).toBeNull();
  });
});

describe('editing a mapping', () => {
  it('drops the key with its column', () => {
    expect(withColumn(mapping, 'id', null)).toMatchObject({ key: null, columns: { day: 'close_on' } });
  });

  it('drops a key that rows cannot be found again by', () => {
    expect(withColumn({ ...mapping, mode: 'update' }, 'id', 'source')).toMatchObject({ key: null, mode: null });
    expect(withColumn(mapping, 'id', 'name').key).toBe('id');
  });

  it('says what is left out where a preset would fill it in again', () => {
    const out = withColumn({ ...mapping, preset: 'hubspot' }, 'day', null);
    expect(out.columns).toEqual({ id: 'external_id', day: '' });
    expect(takenColumns(out)).toEqual(['id']);
    expect(fieldsTwice(withColumn(out, 'id', null)).size).toBe(0);
  });

  it('is taken over as far as the file has its columns', () => {
    const run = { columns: [column('day')] } as Import;
    const other = withValue({ ...mapping, mode: 'update' }, 'id', 'A', 'B');
    expect(fitted(other, run)).toEqual({
      mapping: { as: 'deals', key: null, mode: null, columns: { day: 'close_on' }, values: {}, formats: {} },
      absent: ['id'],
    });
  });

  it('sees two columns going to one field', () => {
    expect([...fieldsTwice(withColumn(mapping, 'other', 'close_on'))]).toEqual(['close_on']);
    expect(fieldsTwice(mapping).size).toBe(0);
  });

  it('takes a value out when it means nothing else', () => {
    const once = withValue(mapping, 'product', 'GTXPro', 'GTX Pro');
    expect(once.values).toEqual({ product: { GTXPro: 'GTX Pro' } });
    expect(withValue(once, 'product', 'GTXPro', '').values).toEqual({});
  });

  it('takes confirmed near misses over', () => {
    const misses = [{ column: 'product', value: 'GTXPro', suggestion: 'GTX Pro', count: 3 }];
    expect(withNearMisses(mapping, misses).values).toEqual({ product: { GTXPro: 'GTX Pro' } });
    expect(withNearMisses(mapping, [], misses).values).toEqual({ product: { GTXPro: 'GTXPro' } });
  });

  it('asks about dates only where the column is taken and nobody has said', () => {
    const day = column('day', { kind: 'date', date_format: 'mdy', ambiguous_formats: ['dmy'] });
    expect(isAmbiguous(day, mapping)).toBe(true);
    expect(isAmbiguous(day, { ...mapping, formats: { day: { date: 'dmy' } } })).toBe(false);
    expect(isAmbiguous(day, withColumn(mapping, 'day', null))).toBe(false);
    expect(isAmbiguous(day, withColumn(mapping, 'day', 'source'))).toBe(false);
    expect(isAmbiguous({ ...day, kind: 'text' }, mapping)).toBe(true);
  });

  it('offers value maps for few values of fields with words of their own', () => {
    const run = {
      columns: [
        column('deal_stage', { distinct_values: ['Won', 'Lost'] }),
        column('id', { distinct_values: ['1', '2'] }),
      ],
    } as Import;
    const staged = withColumn(mapping, 'deal_stage', 'stage');
    expect(valueColumns(run, staged).map(({ header }) => header)).toEqual(['deal_stage']);
  });

  it('offers to create what rows name and nobody knows, but not what is almost known', () => {
    const related = { ...mapping, columns: { who: 'owner', what: 'product', where: 'account' } };
    const unknown = (column: string) => ({ row: 2, column, code: 'unknown', reason: '' });
    const tried = {
      near_misses: [{ column: 'what', value: 'GTXPro', suggestion: 'GTX Pro', count: 1 }],
      rejections: [unknown('who'), unknown('what'), { ...unknown('where'), code: 'ambiguous' }],
    } as ImportProgress;
    expect(missingKinds(related, tried)).toEqual(['users']);
    expect(missingKinds({ ...related, create_missing: ['users'] }, tried)).toEqual([]);
    expect(missingKinds(related, null)).toEqual([]);
  });
});

describe('an import', () => {
  const progress = { is_dry_run: false, created: 0, updated: 0, unchanged: 0 } as ImportProgress;
  const run = (more: Partial<Import>) => ({ state: 'running', finished_at: null, progress, ...more }) as Import;

  it('is told apart by what it works on', () => {
    expect(phaseOf(run({}))).toBe('running');
    expect(phaseOf(run({ progress: { ...progress, is_dry_run: true } }))).toBe('trying');
    expect(phaseOf(run({ finished_at: '2026-01-01T00:00:00Z' }))).toBe('undoing');
    expect(phaseOf(run({ state: 'undone' }))).toBe('undone');
  });

  it('is no success when nothing was taken', () => {
    expect(tookNothing(run({ state: 'finished' }))).toBe(true);
    expect(tookNothing(run({ state: 'finished', progress: { ...progress, unchanged: 1 } }))).toBe(false);
    expect(tookNothing(run({}))).toBe(false);
  });
});
