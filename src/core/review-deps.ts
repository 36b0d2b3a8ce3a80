import type { Baseline } from "./baseline.ts";
import type { Claims } from "./claim.ts";
import type { Policy } from "./policy.ts";
import type { Unit } from "./unit.ts";
import type { ReflexionDeps } from "./reflexion/case.ts";

/** What a review needs beyond the loop itself. */
export type ReviewDeps = Omit<ReflexionDeps, "policy" | "note" | "progress" | "rules"> & {
  /** Also report `hints` rules and what was there before the change. */
  all: boolean;
  /** Not even count what was there before: everybody may read this review, and a count is a hint. */
  silentOnOlder?: boolean;
  /** Only lines that an agent is known to have written, whatever the policy says. */
  onlyAi: boolean;
  /** Collect context and account for every unit, also where no model reads it. */
  explain: boolean;
  /** The settings, where the caller has read them; else they are read from the base side. */
  policy?: Policy;
  /** Findings that people live with, where a person named the file; else they are read from the base side. */
  baseline?: Baseline;
  /**
   * Which units the model examines; all when absent. Rules look at every unit whatever this says. `headSha` is the head whose review
   * had examined the others.
   */
  examine?: { wants: (unit: Unit) => boolean; headSha: string };
  /** What other analysers reported of this code. */
  claims?: Claims;
  /** Units examined at the same time. */
  concurrency: number;
  progress: (progress: Progress) => void;
};

/** Where a long review stands, for a calm line on the screen. */
export type Progress = { done: number; of?: number; subject: string };
