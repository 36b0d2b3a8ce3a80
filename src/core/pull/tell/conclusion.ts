import type { Policy } from "../../policy.ts";
import type { Conclusion } from "../../pull-request.ts";
import { severityRank, type Severity } from "../../weakness.ts";

export type Standing = {
  /** Severities of everything that is still open on the pull request, said now or earlier. */
  open: readonly Severity[];
  /** Everything that was selected was read. */
  complete: boolean;
  /** Do branch rules require our check? Undefined where that may not be read. */
  required: boolean | undefined;
};

/**
 * How the check ends. A finding at or above `blockAt` fails it; what was not read is never a pass where the check is required, because
 * GitHub takes *neutral* for one; lower findings leave it neutral.
 */
export function conclude(
  { open, complete, required }: Standing,
  { blockAt, whenNotReviewed }: Pick<Policy, "blockAt" | "whenNotReviewed">,
): Conclusion {
  if (blockAt !== "never" && open.some((severity) => severityRank(severity) >= severityRank(blockAt))) return "failure";
  if (!complete) return whenNotReviewed ?? (required ? "failure" : "neutral");
  return open.length > 0 ? "neutral" : "success";
}
