import type { Change } from "../change.ts";
import type { Finding } from "../finding.ts";
import type { PullRequest } from "../pull-request.ts";
import { overlaps } from "../text.ts";

/**
 * May this be spoken of where everybody who sees the pull request reads it? A weakness in code that a public pull request does not touch
 * would be published by talking about it.
 */
export function maySay(
  { path, span }: Pick<Finding, "path" | "span">,
  pull: Pick<PullRequest, "private">,
  change: Pick<Change, "set">,
): boolean {
  if (pull.private) return true;
  const file = change.set.files.find((one) => one.path === path);
  return file !== undefined && file.changedLines.some((lines) => overlaps(lines, span));
}
