export { saveFile } from '@/lib/save-file';

/** What a file made from another one is called: `deals.csv` gives `deals.errors.csv`. */
export function namedAfter(original: string, ending: string): string {
  return `${original.replace(/\.\w+$/, '')}.${ending}`;
}
