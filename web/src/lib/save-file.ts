/** Hands a file to the person. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // A browser that is busy reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
