import type { Change } from "../../change.ts";
import type { Finding } from "../../finding.ts";
import type { PullRequest } from "../../pull-request.ts";
import { overlaps } from "../../text.ts";

/**
 * Whether a finding may be spoken of. On a public pull request a weakness in code that the change does not touch would be published by
 * talking about it, unless this change itself brings it: the base, which is what runs, does not have it.
 */
export function maySay(
  finding: Pick<Finding, "path" | "span" | "origin" | "removed" | "claimedBy" | "unknownAtBase">,
  pull: Pick<PullRequest, "private">,
  change: Pick<Change, "set">,
): boolean {
  const { path, span, origin, removed, claimedBy, unknownAtBase } = finding;
  if (pull.private) return true;
  const file = change.set.files.find((one) => one.path === path);
  if (file?.changedLines.some((lines) => overlaps(lines, span))) return true;
  const isBrought = removed !== undefined || claimedBy.some(({ kind }) => kind === "rule");
  return file !== undefined && origin === "introduced" && isBrought && !unknownAtBase;
}
