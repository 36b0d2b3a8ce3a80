import type { Change } from "../change.ts";
import type { Finding } from "../finding.ts";
import type { Review } from "../review.ts";
import { textOfLines } from "../text.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";

/** A review held against what was said before. */
export type Settled = {
  /** Not said yet, or back after it was fixed: said now, in the diff where it can be. */
  fresh: Finding[];
  /** Ids among `fresh` of code that an earlier, complete review had passed: high and critical ones, said late and labelled so. */
  lateIds: ReadonlySet<string>;
  /** Medium and lower ones of such code: listed as late, never in the diff. */
  late: Finding[];
  /** Said, and still there. */
  standing: LedgerEntry[];
  /** Said, and gone at this head. */
  gone: LedgerEntry[];
  /** Said, and settled before: fixed, declined or accepted. */
  settled: LedgerEntry[];
};

export type SettleDeps = {
  /** A file at another commit: where a finding was said. */
  readAt: (sha: string, path: string) => Promise<string | undefined>;
};

/** What is new, what still stands, what is gone. Silence of this review alone is not enough: see `isGone`. */
export async function settle(review: Review, ledger: Ledger, change: Change, deps: SettleDeps): Promise<Settled> {
  const found = new Map(review.findings.map((finding) => [finding.id, finding]));
  // What was said of this very head is no older news of it: a summary that calls it fixed was written before.
  const isNews = ({ finding, state, headSha }: LedgerEntry) =>
    state === "fixed" && headSha === change.set.headSha && found.has(finding.id);
  const entries = ledger.entries.map((entry) => (isNews(entry) ? { ...entry, state: "open" as const } : entry));
  const open = entries.filter(({ state }) => state === "open" || state === "late");
  const settled = entries.filter((entry) => !open.includes(entry));
  const quiet = new Set(settled.filter(({ state }) => state !== "fixed").map(({ finding }) => finding.id));
  const known = new Set(open.map(({ finding }) => finding.id));
  const result: Settled = {
    fresh: review.findings.filter(({ id }) => !known.has(id) && !quiet.has(id)),
    lateIds: new Set(),
    late: [],
    standing: [],
    gone: [],
    settled: settled.filter(({ finding, state }) => state !== "fixed" || !found.has(finding.id)),
  };
  for (const entry of open) {
    const isThere = found.has(entry.finding.id) || !(await isGone(entry, review, change, deps));
    (isThere ? result.standing : result.gone).push(entry);
  }
  return result;
}

/**
 * A finding is gone when its file is, or when its file was read and the review no longer finds it. What only a model had claimed needs more,
 * since a model may fail to say it twice: the lines that it stood on must have changed.
 */
async function isGone(
  { finding, headSha }: LedgerEntry,
  review: Review,
  change: Change,
  deps: SettleDeps,
): Promise<boolean> {
  const { path } = finding;
  if (review.suppressed.some(({ id }) => id === finding.id)) return false;
  if (change.set.removed.includes(path)) return true;
  if (review.unread.some((unread) => unread.path === path && unread.failed)) return false;
  const now = change.set.files.find((file) => file.path === path)?.head ?? (await change.files.read(path));
  if (now === undefined) return true;
  if (!finding.byModel) return true;
  const then = await deps.readAt(headSha, path);
  if (then === undefined) return false;
  const stood = textOfLines(then, finding.lines);
  return stood.trim() === "" || !now.includes(stood);
}
