import type { Change } from "../../change.ts";
import type { Review } from "../../review.ts";
import { textOfLines } from "../../text.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { Lineage } from "./lineage.ts";

export type IsGoneDeps = {
  /** A file at another commit: where a finding was said. */
  readAt: (sha: string, path: string) => Promise<string | undefined>;
  lineage: Pick<Lineage, "now">;
};

/**
 * A finding is gone when its file is, or when its file was read and the review no longer finds it. What only a model had claimed needs more,
 * since a model may fail to say it twice: the lines that it stood on must have changed. Where some of the file was left unread, by choice,
 * limit or failure, silence says nothing.
 */
export async function isGone(
  { finding, headSha }: LedgerEntry,
  review: Review,
  change: Change,
  { readAt, lineage }: IsGoneDeps,
): Promise<boolean> {
  if (review.suppressed.some(({ id }) => id === finding.id)) return false;
  const path = lineage.now(finding.path);
  if (change.set.removed.includes(path)) return true;
  if (review.unread.some((one) => one.path === path)) return false;
  const file = change.set.files.find((one) => one.path === path);
  const now = file?.head ?? (await change.files.read(path));
  if (now === undefined) return true;
  if (!finding.byModel) return true;
  const then = await readAt(headSha, finding.path);
  if (then === undefined) return false;
  const stood = textOfLines(then, finding.lines);
  return stood.trim() === "" || !now.includes(stood);
}
