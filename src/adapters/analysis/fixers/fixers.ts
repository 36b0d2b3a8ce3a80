import { C_FIXERS } from "./c-fixers.ts";
import type { MakeFixer } from "./fixer.ts";
import { GO_FIXERS } from "./go-fixers.ts";
import { JAVA_FIXERS } from "./java-fixers.ts";
import { JAVASCRIPT_FIXERS } from "./javascript-fixers.ts";
import { narrowMode } from "./narrow-mode.ts";
import { PYTHON_FIXERS } from "./python-fixers.ts";

/** The fixers that a rule may name by `use`: one file each. */
export const FIXERS: Readonly<Record<string, MakeFixer>> = {
  ...C_FIXERS,
  ...GO_FIXERS,
  ...JAVA_FIXERS,
  ...JAVASCRIPT_FIXERS,
  ...PYTHON_FIXERS,
  "narrow-mode": narrowMode,
};
