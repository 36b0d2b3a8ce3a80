import { z } from "zod";

/**
 * What a rule can ask of a place in C or C++.
 *
 * Of a pointer: `untested`: it holds what a call of `from` gave, and no test has looked at it since; `trusted`: it gets its
 * value here, and is read or written through before any test; `tested-late`: it is used here and asked only afterwards whether
 * it is null; `given`: it was handed to a call of `from` before, and got no new value; `outdated`: it is a copy of one that was.
 *
 * Of an amount: `uncompared`: it varies, and no test names it or what it was made of; `unbounded`: besides, nothing limits it by
 * its making, and comparisons with nothing don't count; `beyond`: it is more than the array `of` holds.
 *
 * Of a buffer: `unmeasured`: it came with its length, which nothing has looked at.
 */
export const MemoryFact = z.enum([
  "untested",
  "trusted",
  "tested-late",
  "given",
  "outdated",
  "uncompared",
  "unbounded",
  "beyond",
  "unmeasured",
]);
export type MemoryFact = z.infer<typeof MemoryFact>;
