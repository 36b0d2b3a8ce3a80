import { CHECK_LEVELS, type Check, type CheckLevel } from "../finding.ts";
import { CHECKS } from "./checks.ts";
import { notRun, type CheckDependencies, type CheckInput, type CheckReport, type Look } from "./check-types.ts";
import { DOCUMENT_CHECKS } from "./document-checks.ts";
import { look } from "./look.ts";

/**
 * Runs all checks of METHOD.md's levels on one version against the defects that it claims to repair. Pure but for what it is
 * handed: nothing of the code is executed.
 *
 * When L1 failed, the other levels don't run; what may ask a model runs only where nothing has failed.
 *
 * @throws what the analysis throws besides `AnalysisError`, and `ModelError` when aborted.
 */
export async function checkVersion(input: CheckInput, deps: CheckDependencies): Promise<CheckReport> {
  const seen = await look(input, deps);
  const checks: Check[] = [];
  const undecided = new Set<CheckLevel>();
  let examinedByModelOnly = false;

  for (const step of seen.before.reading?.meaning ? DOCUMENT_CHECKS : CHECKS) {
    const failing = checks.some((check) => check.outcome === "failed");
    const verdict =
      lowestFailed(checks) === "L1" && step.level !== "L1"
        ? notRun("L1 failed")
        : await step.run(step.costly && failing ? unasked(seen) : seen);
    checks.push({ level: step.level, name: step.name, outcome: verdict.outcome, detail: verdict.detail });
    if (step.decides && verdict.outcome !== "passed") undecided.add(step.level);
    if (verdict.byModelOnly) examinedByModelOnly = true;
  }
  return {
    checks,
    reached: reachedLevel(checks, undecided),
    examinedByModelOnly,
    feedback: checks
      .filter((check) => check.outcome === "failed")
      .map((check) => `Check "${check.name}" failed: ${check.detail}.`),
  };
}

function lowestFailed(checks: readonly Check[]): CheckLevel | undefined {
  return CHECK_LEVELS.find((level) => checks.some((check) => check.level === level && check.outcome === "failed"));
}

/** A version that failed already is worth no question to a model; the analysers still say what they see. */
function unasked(seen: Look): Look {
  const { examine: _, ...deps } = seen.deps;
  return { ...seen, deps };
}

function reachedLevel(checks: readonly Check[], undecided: ReadonlySet<CheckLevel>): CheckLevel | "none" {
  let reached: CheckLevel | "none" = "none";
  for (const level of CHECK_LEVELS) {
    if (undecided.has(level) || checks.some((check) => check.level === level && check.outcome === "failed")) break;
    reached = level;
  }
  return reached;
}
