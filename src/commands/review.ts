import type { openBudget } from "../core/budget.ts";
import type { Change, ChangedFile } from "../core/change.ts";
import { combineFixes } from "../core/combine-fixes.ts";
import { openRedactor } from "../core/redaction.ts";
import { reviewChange } from "../core/review-change.ts";
import type { ReviewDeps } from "../core/review-deps.ts";
import { isComplete, type Review } from "../core/review.ts";
import { severityRank, type Severity } from "../core/weakness.ts";
import { renderDestination } from "../report/wording.ts";
import { outputReview, type Output, type OutputOptions } from "./output-review.ts";

/** 0 clean, 1 findings at or above `--fail-on`, 2 could not review, wholly or in part. */
export type ExitCode = 0 | 1 | 2;

export type ReviewOptions = OutputOptions & {
  failOn: Severity | "never";
  apply: boolean;
};

export type ReviewTools = Omit<ReviewDeps, "redactor" | "progress" | "budget"> & {
  openBudget: () => ReturnType<typeof openBudget>;
  output: Output;
  /** Writes texts into the work tree; absent where there is none that holds the head. */
  write?: ((path: string, expected: string, text: string) => Promise<void>) | undefined;
};

/** Reviews one change and tells the person at the terminal, or the program behind the pipe. */
export async function runReview(change: Change, options: ReviewOptions, tools: ReviewTools): Promise<ExitCode> {
  const redactor = openRedactor();
  const { output } = tools;
  announce(tools);
  output.startProgress();
  let review: Review;
  try {
    review = await reviewChange(change, { ...tools, redactor, budget: tools.openBudget(), progress: output.progress });
  } finally {
    output.stopProgress();
  }
  tools.signal?.throwIfAborted();

  const heads = new Map(change.set.files.map((file) => [file.path, file.head]));
  await outputReview(review, (path) => heads.get(path), redactor, options, tools);
  if (options.apply) await applyFixes(review, change.set.files, tools);
  return exitCode(review, options.failOn);
}

/** A person is told where code goes before any goes there; who reads a pipe gets it on standard error. */
export function announce({ output, thinking }: ReviewTools): void {
  output.say(renderDestination(thinking?.model));
}

/** Findings go before gaps: 1 also where something else could not be reviewed. */
export function exitCode(review: Review, failOn: Severity | "never"): ExitCode {
  if (failOn !== "never" && review.findings.some((finding) => severityRank(finding.severity) >= severityRank(failOn)))
    return 1;
  return isComplete(review) ? 0 : 2;
}

/** Writes the fixes that reached L3, file by file, each file's fixes checked together; says what was written and what was left. */
export async function applyFixes(
  review: Review,
  files: readonly ChangedFile[],
  { analysis, output, write }: ReviewTools,
): Promise<void> {
  if (!write) return output.say("Nothing applied: the head of this change is not the work tree.");
  let offered = 0;
  for (const file of files) {
    const findings = review.findings.filter((finding) => finding.path === file.path && finding.fix?.reached === "L3");
    if (findings.length === 0) continue;
    offered += findings.length;
    const combined = await combineFixes(findings, file, analysis);
    for (const { id, reason } of combined.left) output.say(`Left ${id} in ${file.path}: ${reason}.`);
    if (combined.applied.length === 0) continue;
    try {
      await write(file.path, file.head, combined.text);
      output.say(`Applied ${combined.applied.join(", ")} to ${file.path}.`);
    } catch (error) {
      output.say(`Left ${file.path} as it is: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
  if (offered === 0) output.say("Nothing applied: no fix passed the checks.");
}
