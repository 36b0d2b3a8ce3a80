import type { Analysis } from "../analysis.ts";
import type { ApplyReply, LeftOut } from "../apply-reply.ts";
import type { MarkedFinding } from "../mark.ts";
import type { Policy } from "../policy.ts";
import type { Account, PullRequest, PullRequestHost } from "../pull-request.ts";
import type { Redactor } from "../redaction.ts";
import { requestTrailer } from "../request-trailer.ts";
import type { Words } from "../words.ts";
import { isAdopted } from "./fix-of-mark.ts";
import { fixesOfFile, type FileFixes } from "./fixes-of-file.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import { languageOf } from "../language.ts";
import { commitTarget } from "./why-not-commit.ts";

export type ApplyRequest = {
  ids: readonly string[] | "all";
  /** Whose right to write was looked up just now. */
  askedBy: Account;
  /** What asks, so that the commit is found again after a crash: "comment-123". */
  request: string;
};

type Around = { pull: PullRequest; ledger: Ledger; policy: Policy; words: Words; redactor: Redactor };
type Tools = { host: PullRequestHost; analysis: Analysis };

/** More files than this in one commit are not what one click should do. */
const MOST_FILES = 100;
const MOST_TRIES = 2;

/**
 * One commit with the checked fixes that were asked for, checked together on the branch as it is now. What does not fit any more is left
 * and named. Where the branch moves meanwhile, all of it is made anew for the new head, once.
 */
export async function applyFixes(request: ApplyRequest, around: Around, tools: Tools): Promise<ApplyReply> {
  const { ledger, policy } = around;
  const { host } = tools;
  const earlier = await host.findCommit(requestTrailer(request.request));
  if (earlier !== undefined)
    return { kind: "applied", commitSha: earlier, ids: await standingAt(earlier, request, ledger, host), left: [] };
  for (let tries = 1; ; tries++) {
    const pull = tries === 1 ? around.pull : await host.read();
    const target = await commitTarget(pull, policy, host);
    if ("why" in target)
      return {
        kind: "not-applied",
        why: target.why,
        left: [],
        ...(target.fork ? await patchFor(request, { ...around, pull }, tools) : {}),
      };
    const chosen = await choose(request, ledger, target.headSha, tools);
    const { files, left } = chosen;
    if (files.length === 0) return nothingToDo(chosen, request, ledger, target.headSha, host);

    const applied = files.flatMap((file) => file.applied);
    const result = await host.commit({
      branch: pull.head.ref,
      expectedHeadSha: target.headSha,
      ...messageOf(request, applied, around),
      files: files.map(({ path, text }) => ({ path, text })),
    });
    if ("sha" in result) return { kind: "applied", commitSha: result.sha, ids: idsOf(applied), left };
    if (result.refused !== "stale" || tries === MOST_TRIES)
      return { kind: "not-applied", why: REFUSED[result.refused], left };
  }
}

const REFUSED = {
  stale: "the branch keeps moving; ask again when it rests",
  protected: "the branch is protected: commit the suggestions yourself",
  forbidden: "the App may not write to this repository: commit the suggestions yourself",
} as const;

type Chosen = { files: FileFixes[]; there: MarkedFinding[]; left: { id: string; reason: string }[] };

/** What of the findings that were asked for can be committed, file by file, and why the rest can't. */
async function choose(
  { ids }: Pick<ApplyRequest, "ids">,
  { entries }: Ledger,
  headSha: string,
  tools: Tools,
): Promise<Chosen> {
  const open = entries.filter(({ state }) => state === "open" || state === "late");
  const wanted =
    ids === "all"
      ? open.filter(({ finding }) => finding.fix !== undefined)
      : open.filter(({ finding }) => ids.includes(finding.id));
  const chosen: Chosen = { files: [], there: [], left: [] };
  if (ids !== "all")
    for (const id of new Set(ids))
      if (!open.some(({ finding }) => finding.id === id))
        chosen.left.push({ id, reason: "no open finding has this id" });
  for (const [path, of] of Map.groupBy(wanted, ({ finding }) => finding.path)) {
    if (chosen.files.length === MOST_FILES) {
      chosen.left.push(
        ...of.map(({ finding }) => ({ id: finding.id, reason: "too many files for one commit: ask again" })),
      );
      continue;
    }
    const file = await fixesOfFile(path, of, headSha, tools);
    chosen.left.push(...file.left);
    chosen.there.push(...file.there);
    if (file.applied.length > 0) chosen.files.push(file);
  }
  return chosen;
}

/** Everything that was asked for stands there, or nothing of it can be done. */
async function nothingToDo(
  { there, left }: Chosen,
  request: ApplyRequest,
  ledger: Ledger,
  headSha: string,
  host: Pick<PullRequestHost, "readAt">,
): Promise<ApplyReply> {
  const { ids } = request;
  // Once the review of that head has told so, they are open no more.
  const known =
    ids === "all" ? left.length === 0 : left.every(({ id }) => ledger.entries.some((one) => one.finding.id === id));
  const standing = there.length > 0 || (known && (await standingAt(headSha, request, ledger, host)).length > 0);
  const missing = ids === "all" ? left : left.filter(({ reason }) => reason !== "no open finding has this id");
  if (standing && missing.length === 0) return { kind: "there-already", headSha };
  return { kind: "not-applied", why: "no checked fix is left to apply here", left };
}

/** Findings of a request whose fix stands in a commit: what it was made for. */
async function standingAt(
  sha: string,
  { ids }: Pick<ApplyRequest, "ids">,
  { entries }: Ledger,
  host: Pick<PullRequestHost, "readAt">,
): Promise<string[]> {
  const asked = entries.filter(({ finding }) => finding.fix && (ids === "all" || ids.includes(finding.id)));
  const found = new Set<string>();
  for (const [path, of] of Map.groupBy(asked, ({ finding }) => finding.path)) {
    const text = (await host.readAt(sha, path)) ?? "";
    for (const { finding } of of) if (finding.fix && isAdopted(finding.fix, text)) found.add(finding.id);
  }
  return [...found];
}

function idsOf(findings: readonly MarkedFinding[]): string[] {
  return findings.map(({ id }) => id);
}

function messageOf(
  { askedBy, request }: ApplyRequest,
  fixes: readonly MarkedFinding[],
  { words, policy, ledger }: Around,
): { headline: string; body: string } {
  const self = selfIn(ledger);
  return words.commitMessage({ fixes, askedBy, request, ...(policy.signOff && self && { signOff: self }) });
}

/** Who we are on this host: what the findings to apply were said under. */
function selfIn({ entries, summary }: Ledger): Account | undefined {
  return entries.flatMap((entry: LedgerEntry) => entry.thread?.first.author ?? [])[0] ?? summary?.author;
}

/** What no App can push is offered as text: the same commit, for `git am`. Undefined where it would not fit or would show a secret. */
async function patchFor(request: ApplyRequest, around: Around, tools: Tools): Promise<{ patch?: string }> {
  const { pull, ledger, words, redactor } = around;
  const { files } = await choose(request, ledger, pull.head.sha, tools);
  const from = selfIn(ledger);
  if (files.length === 0 || !from) return {};
  for (const { path, before } of files) {
    const { secrets = [] } = await tools.analysis.read(
      { path, language: languageOf(path), text: before },
      { secrets: true },
    );
    redactor.hide(before, secrets, path);
  }
  const message = messageOf(
    request,
    files.flatMap(({ applied }) => applied),
    around,
  );
  const patch = words.mailPatch({ ...message, from, files });
  return patch === undefined ? {} : { patch };
}
