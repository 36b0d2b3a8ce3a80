/** The quotation mark that a file's strings stand in, most of the time. */
export function quoteOf(text: string): '"' | "'" {
  const count = (mark: string): number => text.split(mark).length;
  return count("'") > count('"') ? "'" : '"';
}
