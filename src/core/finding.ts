import type { ContextItem } from "./unit.ts";
import type { Citation } from "./knowledge.ts";
import type { Patch } from "./patch.ts";
import type { Provenance } from "./change.ts";
import type { LineRange, Span } from "./text.ts";
import type { Cwe, Severity } from "./weakness.ts";

/** Who claims a defect: one of our rules, the model, or another analyser whose SARIF was handed in. */
export type Claimant =
  { kind: "rule"; id: string } | { kind: "model"; name: string } | { kind: "sarif"; tool: string; id: string };

/** What introspection or an analyser claims about a unit. Its quote stands in the code, byte for byte. */
export type Defect = {
  weakness: Cwe;
  severity: Severity;
  /** From 0 to 1. */
  confidence: number;
  /** One line: what, and why it matters here. */
  title: string;
  /** Why it is a defect, for people. */
  reason: string;
  /** Where, in the head text of the file. */
  span: Span;
  quote: string;
  /** The dangerous callee or construct. */
  sink: string;
  claimedBy: Claimant[];
};

export const CHECK_LEVELS = ["L1", "L2", "L3"] as const;
export type CheckLevel = (typeof CHECK_LEVELS)[number];

/** One check of a patch. `not-run` says why in `detail` and never counts as passed in words, only as no objection. */
export type Check = {
  level: CheckLevel;
  /** For people and for JSON: "parses", "names are bound", "the weakness is gone". */
  name: string;
  outcome: "passed" | "failed" | "not-run";
  detail: string;
};

/** A repair that was made and checked. Only one that reached L3 may become a button or be applied. */
export type Fix = {
  patch: Patch;
  checks: Check[];
  /** The highest level whose checks, and those of all levels below, did not fail. */
  reached: CheckLevel | "none";
  /** What it does, in a few words: "binds the values as parameters". */
  title: string;
  /** The model's own words for the author: the cause, why this removes it, which assumptions to check. */
  explanation?: string;
  madeBy: { kind: "rule"; id: string } | { kind: "lesson"; id: string } | { kind: "model"; name: string };
  /** No analyser covers the weakness: its "repaired" half rests on the model's own examinations. */
  examinedByModelOnly: boolean;
  /** Ids of all findings that it repairs. */
  repairs: string[];
};

/** A defect that survived the checks and is worth a person's attention. */
export type Finding = Defect & {
  /** Twelve hexadecimal digits: same weakness class, path, symbol, sink and ordinal give the same id. */
  id: string;
  path: string;
  /** The unit it stands in: `Users.login`. */
  symbol: string;
  /** Of that unit's code; absent where it is no function, or too large to be read whole. */
  unitDigest?: string;
  /** Did this change bring it, or was it there before in code that the change touches? */
  origin: "introduced" | "existing";
  provenance: Provenance[];
  /** Lines at the base whose removal brought it: the check that stood there. Only where the finding's own lines were not changed. */
  removed?: LineRange;
  /** The base side could not be analysed and the finding's lines were not changed: it may have been there before. */
  unknownAtBase?: true;
  fix?: Fix;
  /** Why there is no checked fix, and what to do by hand. */
  advice: string;
  /** Knowledge that shaped the finding or its fix. */
  citations: Citation[];
};

/** What `--explain` shows of one unit's loop, in order. */
export type TraceStep = { step: string; detail: string };

/** What was looked at in one unit. */
export type UnitAccount = {
  path: string;
  name: string;
  lines: LineRange;
  rounds: number;
  context: ContextItem[];
  trace: TraceStep[];
};
