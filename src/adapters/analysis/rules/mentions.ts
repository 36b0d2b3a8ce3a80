/**
 * Whether a literal stands in a text. The text is read once, into a table of its three-letter sequences; nearly every literal
 * that isn't there is told by the table, and only the others are searched.
 */
export function mentions(text: string): (literal: string) => boolean {
  const table = new Uint8Array(1 << 16);
  for (let at = 2; at < text.length; at += 1) table[slot(text, at)] = 1;
  const known = new Map<string, boolean>();
  return (literal) => {
    let found = known.get(literal);
    if (found === undefined) {
      found = mayHold(table, literal) && text.includes(literal);
      known.set(literal, found);
    }
    return found;
  };
}

function mayHold(table: Uint8Array, literal: string): boolean {
  for (let at = 2; at < literal.length; at += 1) {
    if (table[slot(literal, at)] === 0) return false;
  }
  return true;
}

/** The place of the three letters that end at `at`; some share one, which costs a search and nothing else. */
function slot(text: string, at: number): number {
  return (text.charCodeAt(at - 2) * 961 + text.charCodeAt(at - 1) * 31 + text.charCodeAt(at)) & 0xffff;
}
