import type { Change } from "../../change.ts";
import { concurrently } from "../../concurrently.ts";
import { UserError } from "../../errors.ts";
import type { PullRequest } from "../../pull-request.ts";
import type { ReviewDeps } from "../../review-deps.ts";
import { overlaps, type LineRange } from "../../text.ts";
import type { Unit } from "../../unit.ts";
import { lastComplete } from "../check-state.ts";
import type { PullDeps } from "../deps.ts";
import { openEarlierCode, type EarlierCode } from "./earlier-code.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import { openLineage, type Lineage } from "./lineage.ts";

/** What earlier reviews of a pull request are to this one. */
export type LookingBack = {
  lineage: Lineage;
  /** Absent before the first complete review. */
  earlier?: EarlierCode;
  /** A file at any commit; undefined where it is not there, or the commit is no more. */
  readAt: (sha: string, path: string) => Promise<string | undefined>;
};

const FILES_AT_ONCE = 8;
const MOST_SYMBOL_CHARACTERS = 300;

/** Reads which head was the last whose review was complete, and where files of earlier heads stand now. */
export async function lookBack(
  pull: PullRequest,
  change: Change,
  ledger: Ledger,
  { host }: Pick<PullDeps, "host">,
): Promise<LookingBack> {
  const readAt: LookingBack["readAt"] = (sha, path) => orNone(host.readAt(sha, path));
  const mentioned = ledger.entries.map(({ finding, headSha }) => ({ path: finding.path, headSha }));
  const lineage = await openLineage(change, mentioned, readAt);
  const review = lastComplete(await host.earlierChecks(), pull.number);
  if (!review) return { lineage, readAt };
  const blobAt = (sha: string, path: string) => orNone(host.blobAt(sha, path));
  return { lineage, readAt, earlier: openEarlierCode(review, { change, lineage, host: { readAt, blobAt } }) };
}

/**
 * Which units the model examines: those that a push touched since the last complete review by the same model, and those with open findings.
 * Undefined = all of them.
 */
export async function examineSince(
  { earlier, lineage }: LookingBack,
  change: Change,
  ledger: Ledger,
  { thinking }: Pick<ReviewDeps, "thinking">,
): Promise<ReviewDeps["examine"]> {
  if (!earlier || !thinking || !earlier.review.isBy(thinking.model.name)) return undefined;
  const touched = new Map<string, LineRange[]>();
  await concurrently(change.set.files, FILES_AT_ONCE, async (file) => {
    touched.set(file.path, await earlier.touched(file));
  });
  const open = ledger.entries.filter(({ state }) => state === "open" || state === "late");
  return {
    headSha: earlier.review.headSha,
    wants: (unit) =>
      (touched.get(unit.path) ?? [unit.lines]).some((lines) => overlaps(lines, unit.lines)) ||
      open.some((entry) => lineage.now(entry.finding.path) === unit.path && mayStandIn(entry, unit)),
  };
}

/** Names of units that are no functions hold line numbers, which move. */
function mayStandIn({ finding: { symbol } }: LedgerEntry, { kind, name }: Unit): boolean {
  if (kind === "function" || kind === "method") return symbol === name.slice(0, MOST_SYMBOL_CHARACTERS);
  return symbol === name || symbol === "" || symbol === "top level" || symbol.startsWith("lines ");
}

/** A commit that a force push left behind is thrown away at some time: then nothing is known of it. */
async function orNone<Answer>(answer: Promise<Answer | undefined>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
