const MOST_EDITS = 2;

/** The known word that was probably meant: the same in another case, a beginning of it, or at most two letters away; only where one is nearest. */
export function nearestWord<Known extends string>(written: string, known: readonly Known[]): Known | undefined {
  const word = written.toLowerCase();
  const begun = known.filter((one) => word.length >= 3 && (one.startsWith(word) || word.startsWith(one)));
  if (begun.length === 1) return begun[0];
  const edits = known.map((one) => ({ one, edits: editsBetween(word, one) }));
  const least = Math.min(...edits.map((each) => each.edits));
  const nearest = edits.filter((each) => each.edits === least);
  return least <= MOST_EDITS && least < word.length && nearest.length === 1 ? nearest[0]?.one : undefined;
}

/** Levenshtein's distance. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [index, letter] of a.split("").entries()) {
    const next = [index + 1];
    for (let at = 1; at <= b.length; at++) {
      const swap = (row[at - 1] ?? 0) + (b[at - 1] === letter ? 0 : 1);
      next.push(Math.min(swap, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
