import type { MakeFixer } from "./fixer.ts";

/** The fixers that a rule may name by `use`: one file each. */
export const FIXERS: Readonly<Record<string, MakeFixer>> = {
  "bind-parameters": () => ({ fix: () => undefined, vocabulary: [] }),
};
