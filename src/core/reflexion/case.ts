import type { Alert, Analysis, Outline, RuleSummary } from "../analysis.ts";
import type { Budget } from "../budget.ts";
import type { ChangedFile, RepositoryFiles } from "../change.ts";
import type { Defect, TraceStep } from "../finding.ts";
import type { KnowledgeStore, Scope } from "../knowledge.ts";
import type { Limits } from "../limits.ts";
import type { Model } from "../model.ts";
import type { Manifest } from "../checks/manifest.ts";
import type { Policy } from "../policy.ts";
import type { Prompts } from "../prompts.ts";
import type { Redactor } from "../redaction.ts";
import type { ContextItem, Unit } from "../unit.ts";

/** One unit on the desk: the task `x` of the method with everything that was read for it. */
export type UnitCase = {
  unit: Unit;
  file: ChangedFile;
  outline: Outline | undefined;
  /** Both tiers, those of this unit only. */
  alerts: Alert[];
  /** What other analysers claim of this unit. */
  claimed?: readonly Defect[];
  context: ContextItem[];
  manifest: Manifest;
  files: RepositoryFiles;
  /** fb_0, once it is known. */
  defects: readonly Defect[];
  /** Fences this unit's data in every prompt; unguessable, the same for the whole loop. */
  tag: string;
  trace: TraceStep[];
};

/** What the loop works with. Without `thinking` it runs on analysers alone. */
export type ReflexionDeps = {
  analysis: Analysis;
  rules: readonly RuleSummary[];
  thinking?: { model: Model; prompts: Prompts };
  knowledge?: { store: KnowledgeStore; scopes: Scope[] };
  /** Report what only `hints` rules suspect, too. */
  all: boolean;
  /** Where lessons of checked repairs go at once; absent = nothing is learned by this run. */
  learning?: { store: KnowledgeStore; scope: Scope };
  redactor: Redactor;
  budget: Budget;
  limits: Limits;
  policy: Policy;
  signal?: AbortSignal;
  /** Said once on the review, for people. */
  note: (text: string) => void;
  progress: (text: string) => void;
  /** Uniform in [0, 1): the order of versions in comparisons. */
  random: () => number;
};
