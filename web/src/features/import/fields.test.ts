import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIELDS } from '@/features/import/fields';

/** Where the importer itself says what can be imported. */
const IMPORTER = join(import.meta.dirname, '../../../../crates/connect/src/mapping/fields');

const SOURCES = {
  accounts: ['accounts.rs', 'ACCOUNTS'],
  contacts: ['people.rs', 'CONTACTS'],
  products: ['products.rs', 'PRODUCTS'],
  users: ['people.rs', 'USERS'],
  deals: ['deals.rs', 'DEALS'],
  'stage-history': ['stage_history.rs', 'STAGE_HISTORY'],
} as const;

/** The entries of one list of the importer: `unique("key", Shape, "ko", "en", &[…])`. */
function importersFields(file: string, list: string) {
  const source = readFileSync(join(IMPORTER, file), 'utf8');
  const start = source.indexOf(`const ${list}:`);
  const body = source.slice(start, source.indexOf('\n];', start));
  const entry = /(unique|field)\(\s*"(\w+)",\s*(\w+),\s*"([^"]+)",\s*"([^"]+)"/g;
  return [...body.matchAll(entry)].map(([, kind, key, shape, ko, en]) => ({
    key,
    name: { ko, en },
    shape: shape === 'Date' ? 'date' : shape === 'Relation' ? 'relation' : 'text',
    isUnique: kind === 'unique',
  }));
}

describe('the fields the page offers', () => {
  for (const [object, [file, list]] of Object.entries(SOURCES)) {
    it(`are the importer's own for ${object}`, () => {
      const theirs = importersFields(file, list);
      expect(theirs.length).toBeGreaterThan(3);
      const ours = FIELDS[object as keyof typeof FIELDS].map(({ relatesTo: _, ...field }) => field);
      expect(ours).toEqual(theirs);
    });
  }
});
