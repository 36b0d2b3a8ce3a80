import { CHECK_LEVELS, type Check, type CheckLevel, type Claimant, type Fix } from "../core/finding.ts";

export const LEVEL_WORDS: Record<CheckLevel, string> = {
  L1: "applies and parses",
  L2: "holds together",
  L3: "repaired and preserved",
};

/** What may be said of a fix's checks; the word is "checked", and what did not run is named. */
export type Checked = {
  /** Levels that were reached with at least one check that passed: "L1 applies and parses". */
  levels: string[];
  notRun: Check[];
  failed: Check[];
};

export function checkedOf(fix: Fix): Checked {
  const reached = fix.reached === "none" ? 0 : CHECK_LEVELS.indexOf(fix.reached) + 1;
  return {
    levels: CHECK_LEVELS.slice(0, reached)
      .filter((level) => fix.checks.some((check) => check.level === level && check.outcome === "passed"))
      .map((level) => `${level} ${LEVEL_WORDS[level]}`),
    notRun: fix.checks.filter((check) => check.outcome === "not-run" && !isByDesign(fix, check)),
    failed: fix.checks.filter((check) => check.outcome === "failed"),
  };
}

/** A rule's own fix is judged by analysers, never by a model: that nobody asked one is no news. */
function isByDesign(fix: Fix, check: Check): boolean {
  return fix.madeBy.kind === "rule" && check.name === "fresh eyes agree";
}

/** Only a fix that reached L3 is offered: shown as a diff, applied, or put into a button. */
export function isOffered(fix: Fix | undefined): fix is Fix {
  return fix?.reached === "L3";
}

export const MODEL_ONLY = "no analyser covers this weakness: examined by the model only";

export function makerWords(maker: Fix["madeBy"]): string {
  return maker.kind === "model" ? `the model ${maker.name}` : `${maker.kind} ${maker.id}`;
}

export function claimantWords(claimant: Claimant): string {
  if (claimant.kind === "rule") return `rule ${claimant.id}`;
  return claimant.kind === "model" ? `the model ${claimant.name}` : `${claimant.tool} (${claimant.id})`;
}
