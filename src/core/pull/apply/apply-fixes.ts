import type { Analysis } from "../../analysis.ts";
import type { ApplyReply } from "../../apply-reply.ts";
import type { MarkedFinding } from "../../mark.ts";
import type { Policy } from "../../policy.ts";
import type { Account, PullRequest, PullRequestHost } from "../../pull-request.ts";
import type { Redactor } from "../../redaction.ts";
import { requestTrailer } from "../../request-trailer.ts";
import type { Words } from "../../words.ts";
import { chooseFixes, isAllThere, standingAt } from "./choose-fixes.ts";
import { forkPatch } from "./fork-patch.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { WRITERS } from "../answer/who-decides.ts";
import { openPathsNow } from "./paths-now.ts";
import { commitTarget } from "./why-not-commit.ts";

export type ApplyRequest = {
  ids: readonly string[] | "all";
  /** Who asks, as the host itself says; looked up once more before anything is written. */
  askedBy: Account;
  /** What asks, so that the commit is found again after a crash: "comment-123". */
  request: string;
};

type Around = { pull: PullRequest; ledger: Ledger; policy: Policy; words: Words; redactor: Redactor };

const MOST_TRIES = 2;

/**
 * One commit with the checked fixes that were asked for, checked together on the branch as it is now. What does not fit any more is left
 * and named. Where the branch moves meanwhile, all of it is made anew for the new head, once.
 */
export async function applyFixes(
  { ids, askedBy, request }: ApplyRequest,
  { pull: asked, ledger, policy, words, redactor }: Around,
  { host, analysis }: { host: PullRequestHost; analysis: Analysis },
): Promise<ApplyReply> {
  const self = selfIn(ledger);
  const messageOf = (fixes: readonly MarkedFinding[]) =>
    words.commitMessage({ fixes, askedBy, request, ...(policy.signOff && self && { signOff: self }) });
  const earlier = await host.findCommit(requestTrailer(request));
  if (earlier !== undefined) {
    const pathNow = await openPathsNow(ledger.entries, earlier, asked, host);
    const standing = await standingAt(earlier, ids, ledger, { host, pathNow });
    return { kind: "applied", commitSha: earlier, ids: standing, left: [] };
  }

  for (let tries = 1; ; tries++) {
    const pull = tries === 1 ? asked : await host.read();
    const target = await commitTarget(pull, policy, host);
    if ("why" in target && !target.fork) return { kind: "not-applied", why: target.why, left: [], lasting: true };
    const headSha = "why" in target ? pull.head.sha : target.headSha;
    const pathNow = await openPathsNow(ledger.entries, headSha, pull, host);
    const chosen = await chooseFixes(ids, ledger, headSha, policy, { host, analysis, pathNow });
    const fixes = chosen.files.flatMap(({ applied }) => applied);
    const { left } = chosen;
    if ("why" in target) {
      const patch = await forkPatch(chosen.files, messageOf(fixes), self, { words, redactor, analysis });
      return {
        kind: "not-applied",
        why: target.why,
        left: [],
        lasting: true,
        ...(patch === undefined ? {} : { patch }),
      };
    }
    if (fixes.length === 0)
      return (await isAllThere(chosen, ids, ledger, headSha, { host, pathNow }))
        ? { kind: "there-already", headSha }
        : { kind: "not-applied", why: "no checked fix is left to apply here", left };

    // All of this took its time: the right must be there when the commit is made.
    if (!WRITERS.has(await host.permissionOf(askedBy.login)))
      return { kind: "not-applied", why: "who asked for it may not write here any more", left: [] };
    const result = await host.commit({
      branch: pull.head.ref,
      expectedHeadSha: headSha,
      ...messageOf(fixes),
      files: chosen.files.map(({ path, text }) => ({ path, text })),
    });
    if ("sha" in result) return { kind: "applied", commitSha: result.sha, ids: fixes.map(({ id }) => id), left };
    if (result.refused !== "stale" || tries === MOST_TRIES)
      return { kind: "not-applied", why: REFUSED[result.refused], left };
  }
}

const REFUSED = {
  stale: "the branch keeps moving; ask again when it rests",
  protected: "the branch is protected: commit the suggestions yourself",
  forbidden: "the App may not write to this repository: commit the suggestions yourself",
} as const;

/** Who we are on this host: what the findings to apply were said under. */
function selfIn({ entries, summary }: Ledger): Account | undefined {
  return entries.flatMap(({ thread }) => thread?.first.author ?? [])[0] ?? summary?.author;
}
