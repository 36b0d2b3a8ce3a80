import type { Change, ChangedFile } from "../../change.ts";
import { EmptyChangeError } from "../../errors.ts";
import type { Finding } from "../../finding.ts";
import type { PullRequest } from "../../pull-request.ts";
import { reviewChange } from "../../review-change.ts";
import type { Asked } from "./asked.ts";
import type { PullDeps } from "../deps.ts";
import type { LedgerEntry } from "../ledger/ledger.ts";
import { openLineage } from "../ledger/lineage.ts";
import { repositoryScope } from "../review-pull-request.ts";
import { withKnownIds } from "../ledger/with-known-ids.ts";

/** Why the analysers say nothing of a finding; `gone` = they would, if it were still there. */
export type Missing = { missing: string; gone?: true };

/** A finding's file as it is at the head now, and the finding if the analysers report it there. */
export type Look = { change: Change; file: ChangedFile; now: Finding | Missing };

/**
 * Looks at one finding's file at the head of this moment, by analysers alone: no model is asked. `work` has the change while it is open.
 */
export async function lookAgain<Result>(
  entry: LedgerEntry,
  asked: Pick<Asked, "pull" | "policy" | "redactor" | "ledger">,
  deps: PullDeps,
  work: (look: Look | Missing) => Promise<Result>,
): Promise<Result> {
  const { pull } = asked;
  if (pull.state === "closed") return work({ missing: "the pull request is closed: its code was not looked at again" });
  const change = await openChange(pull, deps);
  if (!change) return work({ missing: "the pull request changes nothing now", gone: true });
  try {
    const { path } = entry.finding;
    const lineage = await openLineage(change, [{ path, headSha: entry.headSha }], (sha, at) =>
      deps.host.readAt(sha, at),
    );
    const file = change.set.files.find((one) => one.path === lineage.now(path));
    if (file) return await work({ change, file, now: await findNow(entry, file, change, asked, deps, lineage) });
    const unread = change.set.unread.find((one) => one.path === lineage.now(path));
    if (unread) return await work({ missing: unread.reason });
    return await work({ missing: "the pull request does not change its file any more", gone: true });
  } finally {
    await change.close?.();
  }
}

async function findNow(
  { finding: { id, byModel } }: LedgerEntry,
  file: ChangedFile,
  change: Change,
  { pull, policy, redactor, ledger }: Pick<Asked, "pull" | "policy" | "redactor" | "ledger">,
  deps: PullDeps,
  lineage: Parameters<typeof withKnownIds>[2],
): Promise<Finding | Missing> {
  const { thinking: _, ...tools } = deps.review;
  const alone = { ...change, set: { ...change.set, files: [file], unread: [], removed: [] } };
  const review = await reviewChange(alone, {
    ...tools,
    ...(deps.store ? { knowledge: { store: deps.store, scopes: ["shared", repositoryScope(pull)] } } : {}),
    all: false,
    policy,
    redactor,
    budget: deps.openBudget(),
    progress: () => {},
    signal: deps.signal,
  });
  const found = withKnownIds(review, ledger.entries, lineage).findings.find((one) => one.id === id);
  if (found) return found;
  const failed = review.unread.find((one) => one.failed && one.path === file.path);
  if (failed) return { missing: failed.reason };
  if (byModel) return { missing: "no analyser covers it: a model claimed it when that commit was reviewed" };
  return { missing: "the analysers do not report it there any more", gone: true };
}

async function openChange(pull: PullRequest, { host, signal }: PullDeps): Promise<Change | undefined> {
  try {
    return await host.openChange(pull, signal);
  } catch (error) {
    if (error instanceof EmptyChangeError) return undefined;
    throw error;
  }
}
