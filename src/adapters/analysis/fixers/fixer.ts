import type { Source } from "../../../core/analysis.ts";
import type { Edit } from "../../../core/text.ts";
import type { SgNode } from "../parse.ts";

/** A match of a rule, in its tree and text. */
export type FixerInput = { root: SgNode; match: SgNode; source: Source };

/**
 * A repair that a template can't express. `fix` returns edits of the whole text, without those for `imports`, or undefined
 * rather than a doubtful repair.
 */
export type Fixer = {
  fix(input: FixerInput): { edits: Edit[]; imports?: string[] } | undefined;
  /** Names that it may bring into a unit. */
  vocabulary: readonly string[];
};

/**
 * Makes a fixer from the rule's `with`.
 *
 * @throws ZodError when these aren't its options.
 */
export type MakeFixer = (options: Record<string, unknown>) => Fixer;
