import { BASELINE_PATH, renderBaseline } from "../core/baseline.ts";
import type { ChangedFile, RepositoryFiles, Unread } from "../core/change.ts";
import { UserError } from "../core/errors.ts";
import { openRedactor } from "../core/redaction.ts";
import { isComplete, type Review } from "../core/review.ts";
import { scanFiles } from "../core/scan-files.ts";
import { announce, applyFixes, exitCode, type ExitCode, type ReviewOptions, type ReviewTools } from "./review.ts";
import { outputReview } from "./output-review.ts";

export type ScanSubject = { title: string; files: AsyncIterable<ChangedFile | Unread>; around: RepositoryFiles };

/** Reads whole files and tells what was found; only the texts of files with findings stay in memory. */
export async function runScan(
  { title, files, around }: ScanSubject,
  options: ReviewOptions,
  tools: ReviewTools & { writeBaseline?: (text: string) => Promise<void> },
): Promise<ExitCode> {
  const redactor = openRedactor();
  const kept = new Map<string, ChangedFile>();
  const { output } = tools;
  announce(tools);
  output.startProgress();
  let review: Review;
  try {
    review = await scanFiles(title, files, around, (file) => kept.set(file.path, file), {
      ...tools,
      redactor,
      budget: tools.openBudget(),
      progress: output.progress,
    });
  } finally {
    output.stopProgress();
  }
  tools.signal?.throwIfAborted();
  if (review.read.files + review.unread.length === 0)
    throw new UserError("nothing to scan: there is no file in what was named");

  await outputReview(review, (path) => kept.get(path)?.head, redactor, options, tools);
  if (options.apply) await applyFixes(review, [...kept.values()], tools);
  if (!tools.writeBaseline) return exitCode(review, options.failOn);
  await tools.writeBaseline(renderBaseline(review.findings));
  output.say(`${review.findings.length} written to ${BASELINE_PATH}; it counts once it is on the base branch.`);
  return isComplete(review) ? 0 : 2;
}
