import { argumentArray } from "./argument-array.ts";
import { bindParameters } from "./bind-parameters.ts";
import type { MakeFixer } from "./fixer.ts";
import { JAVASCRIPT_FIXERS } from "./javascript-fixers.ts";

/** The fixers that a rule may name by `use`: one file each. */
export const FIXERS: Readonly<Record<string, MakeFixer>> = {
  ...JAVASCRIPT_FIXERS,
  "argument-array": argumentArray,
  "bind-parameters": bindParameters,
};
