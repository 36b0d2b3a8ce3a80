/** A line that both sides have, by its index on each. */
export type Anchor = { before: number; after: number };

/**
 * Lines that stand exactly once on each side and keep their order: the longest such run (patience diff). Near-linear in the
 * number of lines, so that texts which differ in thousands of places can be cut into small pieces first.
 */
export function lineAnchors(before: readonly string[], after: readonly string[]): Anchor[] {
  const unique = onceIn(after);
  const candidates: Anchor[] = [];
  for (const [line, index] of onceIn(before)) {
    const other = unique.get(line);
    if (index !== undefined && other !== undefined) candidates.push({ before: index, after: other });
  }
  return longestRise(candidates.toSorted((a, b) => a.before - b.before));
}

/** Each line that occurs once, with its index; undefined marks one that occurs again. */
function onceIn(lines: readonly string[]): Map<string, number | undefined> {
  const seen = new Map<string, number | undefined>();
  for (const [index, line] of lines.entries()) seen.set(line, seen.has(line) ? undefined : index);
  return seen;
}

/** The longest subsequence whose `after` rises, by patience sorting. */
function longestRise(anchors: readonly Anchor[]): Anchor[] {
  type Card = { anchor: Anchor; previous: Card | undefined };
  const piles: Card[] = [];
  for (const anchor of anchors) {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle]?.anchor.after ?? 0) < anchor.after) low = middle + 1;
      else high = middle;
    }
    piles[low] = { anchor, previous: piles[low - 1] };
  }
  const rise: Anchor[] = [];
  for (let card = piles.at(-1); card; card = card.previous) rise.push(card.anchor);
  return rise.toReversed();
}
