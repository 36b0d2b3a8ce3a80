import type { Analysis, Reading, RuleSummary } from "../analysis.ts";
import type { RepositoryFiles } from "../change.ts";
import type { Check, CheckLevel, Defect } from "../finding.ts";
import type { Language } from "../language.ts";
import type { Patch } from "../patch.ts";
import type { LineRange } from "../text.ts";
import type { Unit } from "../unit.ts";
import type { Alignment } from "./alignment.ts";
import type { Manifest } from "./manifest.ts";
import type { Region } from "./region.ts";
import type { Statement } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** What a rule's repair or an active lesson of the defects' weaknesses may bring into a unit; see `allowedBy`. */
export type Allowed = {
  /** As written at the call, in full or their last parts: `subprocess.run`, `setString`. */
  callees: readonly string[];
  /** As imported: `secrets`, `node:child_process`, `crypto/rand`. */
  modules: readonly string[];
  /** Whole contents of string literals. */
  literals: readonly string[];
};

export const NOTHING_ALLOWED: Allowed = { callees: [], modules: [], literals: [] };

export type CheckInput = {
  /** As it stands at the head. */
  unit: Unit;
  /** The whole file at the head, byte for byte. */
  file: { path: string; language: Language; head: string };
  /** The whole new text of the file, and where the unit stands in it. */
  version: { text: string; lines: LineRange };
  /** What the version claims to repair; their spans are those of the head. */
  defects: readonly Defect[];
  allowed: Allowed;
  manifest: Manifest;
  /** One of our rules made it: then a document without a grammar is judged, too. */
  madeByRule?: boolean;
};

/** What a model says of a version that it sees with fresh eyes. Both throw `ModelError` or `BudgetError`. */
export type Examine = {
  /** What introspection claims of the version, without any history. */
  introspect(signal?: AbortSignal): Promise<Defect[]>;
  /** One look at the code before and after, unlabelled and in random order. */
  compare(defect: Defect, signal?: AbortSignal): Promise<{ repaired: boolean; reason: string }>;
};

export type CheckDependencies = {
  analysis: Analysis;
  /** To see whether a newly imported file of the repository exists; absent = it counts as missing. */
  files?: RepositoryFiles;
  /** Absent = no model. */
  examine?: Examine;
  signal?: AbortSignal;
};

export type CheckReport = {
  checks: Check[];
  /** The highest level none of whose checks failed and whose deciding checks all ran, like those of the levels below. */
  reached: CheckLevel | "none";
  /** The "repaired" half rests on the model's own examinations alone. */
  examinedByModelOnly: boolean;
  /** For the next round: one line a failed check, concrete. Holds code of the version. */
  feedback: string[];
};

/** One of the two texts, as far as it could be read. */
export type Side = {
  text: string;
  lines: LineRange;
  /** UTF-16 offset of the unit's first character. */
  start: number;
  /** The text of the unit. */
  code: string;
  reading: Reading | undefined;
  /** Why there is no reading, for people. */
  unread: string;
  /** Of the unit, comments included; offsets are those of `text`. */
  tokens: Token[];
  statements: Statement[];
};

/** Everything that the single checks look at. */
export type Look = {
  input: CheckInput;
  deps: CheckDependencies;
  language: Language;
  patch: Patch;
  before: Side;
  after: Side;
  rules: readonly RuleSummary[];
  /** What of the old unit the repair may touch. */
  region: Region;
  /** How the old statements stand in the new unit. */
  alignment: Alignment;
};

export type Verdict = { outcome: Check["outcome"]; detail: string; byModelOnly?: boolean };

export const passed = (detail: string): Verdict => ({ outcome: "passed", detail });
export const failed = (detail: string): Verdict => ({ outcome: "failed", detail });
export const notRun = (detail: string): Verdict => ({ outcome: "not-run", detail });
