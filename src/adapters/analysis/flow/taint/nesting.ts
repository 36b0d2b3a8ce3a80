/** Something that stands from `start` to `end` in the text; the others stand in it, around it or apart from it. */
export type Interval = { start: number; end: number };

/** Finds the innermost of nested intervals around a position, in logarithmic time; `around` is the next one outwards. */
export type Nesting<T extends Interval> = { at(position: number): T | undefined; around(item: T): T | undefined };

export function openNesting<T extends Interval>(items: readonly T[]): Nesting<T> {
  const sorted = items.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const parents = new Map<T, T>();
  const open: T[] = [];
  for (const item of sorted) {
    while ((open.at(-1)?.end ?? Infinity) <= item.start) open.pop();
    const parent = open.at(-1);
    if (parent) parents.set(item, parent);
    open.push(item);
  }
  return {
    at(position) {
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle]?.start ?? 0) <= position) low = middle + 1;
        else high = middle;
      }
      let item = sorted[low - 1];
      while (item && item.end <= position) item = parents.get(item);
      return item;
    },
    around: (item) => parents.get(item),
  };
}
