import type { LineComment } from "../../core/pull-request.ts";
import { contains } from "../../core/text.ts";
import { patchRanges } from "./patch-ranges.ts";

/** GitHub's diff of one file, as it lists it. */
export type DiffRow = { filename: string; patch?: string | undefined };

/**
 * Whether a comment can't stand where it is to stand, by GitHub's rules: on a line that a hunk of its side shows, and all of its lines in
 * the same hunk. A file whose patch GitHub does not show says nothing.
 *
 * @see https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
 */
export function isMisplaced({ path, side, line, startLine }: LineComment, rows: readonly DiffRow[]): boolean {
  const row = rows.find(({ filename }) => filename === path);
  if (!row) return true;
  if (startLine !== undefined && startLine >= line) return true;
  if (row.patch === undefined) return false;
  const ranges = patchRanges(row.patch)[side === "RIGHT" ? "head" : "base"];
  const lines = { startLine: startLine ?? line, endLine: line };
  return !ranges.some((range) => contains(range, lines));
}
