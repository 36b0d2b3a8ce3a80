import type { MarkedFinding } from "../../mark.ts";
import type { Policy } from "../../policy.ts";
import type { PullRequest, PullRequestHost } from "../../pull-request.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { whyNeverWritten } from "./never-written.ts";

type Stated = Pick<LedgerEntry, "finding" | "state">;

/** Open findings whose checked fix is remembered byte for byte, and may be written: those that "all" asks for. */
export function waitingFixes(entries: readonly Stated[]): MarkedFinding[] {
  return entries
    .filter(({ state }) => state === "open" || state === "late")
    .map(({ finding }) => finding)
    .filter(({ path, fix }) => fix?.hunks !== undefined && whyNeverWritten(path) === undefined);
}

/** How many fixes a box or a button can be offered for: none where the App could not commit them anyway. */
export async function fixesToOffer(
  entries: readonly Stated[],
  pull: PullRequest,
  policy: Pick<Policy, "apply">,
  host: Pick<PullRequestHost, "mayCommit">,
): Promise<number> {
  const never = !policy.apply || pull.fork || pull.locked === true || pull.head.ref === pull.defaultBranch;
  const amount = never ? 0 : waitingFixes(entries).length;
  return amount > 0 && (await host.mayCommit()) ? amount : 0;
}

/** Is the command spoken of? On a fork it has the fixes as a patch to give. */
export async function mayApplyHere(
  { fork }: Pick<PullRequest, "fork">,
  { apply }: Pick<Policy, "apply">,
  host: Pick<PullRequestHost, "mayCommit">,
): Promise<boolean> {
  return apply && (fork || (await host.mayCommit()));
}
