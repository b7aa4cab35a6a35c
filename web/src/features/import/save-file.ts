/** Hands a file to the person. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** What a file made from another one is called: `deals.csv` gives `deals.errors.csv`. */
export function namedAfter(original: string, ending: string): string {
  return `${original.replace(/\.\w+$/, '')}.${ending}`;
}
