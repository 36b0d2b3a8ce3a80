import type { Provenance } from "./change.ts";
import type { Language } from "./language.ts";
import type { LineRange } from "./text.ts";

/** The smallest whole piece of code around changed lines; what the loop works on. */
export type Unit = {
  path: string;
  language: Language;
  kind: "function" | "method" | "class" | "top-level" | "hunk";
  /** `Users.login`; for top-level code "top level", for hunks "lines 3-9". */
  name: string;
  /** Whole lines at the head. */
  lines: LineRange;
  /** The text of `lines`, endings included: `y_0` of the method. */
  code: string;
  changedLines: LineRange[];
  provenance: Provenance[];
  /** What of a large function was left out: "lines 1-400 of a function of lines 1-900; the rest is left out". */
  note?: string;
};

/** Code read beside a unit, never changed by its repair. Ranked: the first is the most useful. */
export type ContextItem = {
  role: "imports" | "class" | "callee" | "caller" | "registration" | "definition";
  path: string;
  lines: LineRange;
  code: string;
  /** Why it is here, for `--explain`: "calls load_user". */
  reason: string;
};
