import { basename } from "node:path";
import type { Analysis } from "../analysis.ts";
import { combineFixes } from "../combine-fixes.ts";
import { languageOf } from "../language.ts";
import type { MarkedFinding } from "../mark.ts";
import type { Policy } from "../policy.ts";
import type { PullRequest, PullRequestHost } from "../pull-request.ts";
import type { Reply, Words } from "../words.ts";
import { requestTrailer } from "../request-trailer.ts";
import { isAdopted, moveHunks } from "./fix-of-mark.ts";
import type { Ledger } from "./ledger.ts";

export type ApplyRequest = {
  ids: readonly string[] | "all";
  /** The login of who asks; the right to was looked up just now. */
  askedBy: string;
  /** What asks, so that the commit is found again after a crash: "comment-123". */
  request: string;
};

type Left = { id: string; reason: string }[];

/** Files that decide what runs, who reviews, or what is installed: never written by us, whatever a fix says. */
const NEVER_WRITTEN =
  /^(?:\.github\/|\.gitlab|\.circleci\/|\.git)|(?:^|\/)(?:CODEOWNERS|\.gitattributes|\.gitmodules|\.gitignore|\.npmrc)$/i;
const LOCKFILES =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|Pipfile\.lock|Cargo\.lock|go\.sum|Gemfile\.lock|composer\.lock|gradle\.lockfile)$/i;

/**
 * One commit with the checked fixes that were asked for, checked together on the head as it is now. The bytes are those of our own signed
 * marks, never of a comment's visible text. What does not fit any more is left and named.
 */
export async function applyFixes(
  { ids, askedBy, request }: ApplyRequest,
  { pull, ledger, policy, words }: { pull: PullRequest; ledger: Ledger; policy: Policy; words: Words },
  { host, analysis }: { host: PullRequestHost; analysis: Analysis },
): Promise<Reply> {
  const earlier = await host.findCommit(requestTrailer(request));
  if (earlier !== undefined)
    return { kind: "applied", commitSha: earlier, ids: await standingAt(earlier, ledger, host), left: [] };
  const barred = barredBecause(pull, policy);
  if (barred !== undefined) return { kind: "not-applied", why: barred, left: [] };
  const open = ledger.entries.filter(({ state }) => state === "open" || state === "late").map(({ finding }) => finding);
  const wanted = open.filter(({ id, fix }) => (ids === "all" ? fix !== undefined : ids.includes(id)));
  const left: Left = ids === "all" ? [] : ids.filter((id) => !open.some((one) => one.id === id)).map(notOpen);

  const files: { path: string; text: string }[] = [];
  const applied: MarkedFinding[] = [];
  for (const [path, findings] of Map.groupBy(wanted, (finding) => finding.path)) {
    const combined = await combineIn(path, findings, pull.head.sha, host, analysis);
    left.push(...combined.left);
    if (combined.applied.length === 0) continue;
    files.push({ path, text: combined.text });
    applied.push(...findings.filter(({ id }) => combined.applied.includes(id)));
  }
  if (files.length === 0) return { kind: "not-applied", why: "no checked fix is left to apply here", left };

  const message = words.commitMessage({ fixes: applied, askedBy, request });
  const result = await host.commit({ branch: pull.head.ref, expectedHeadSha: pull.head.sha, ...message, files });
  if ("sha" in result) return { kind: "applied", commitSha: result.sha, ids: applied.map(({ id }) => id), left };
  return { kind: "not-applied", why: REFUSED[result.refused], left };
}

/** Findings whose fix stands in a commit of ours: what it was made for. */
async function standingAt(sha: string, { entries }: Ledger, host: PullRequestHost): Promise<string[]> {
  const ids = new Set<string>();
  for (const [path, of] of Map.groupBy(entries, ({ finding }) => finding.path)) {
    const text = (await host.readAt(sha, path)) ?? "";
    for (const { finding } of of) if (finding.fix && isAdopted(finding.fix, text)) ids.add(finding.id);
  }
  return [...ids];
}

const REFUSED = {
  stale: "the branch moved in this moment; ask again",
  protected: "the branch is protected: commit the suggestions yourself",
  forbidden: "the App may not write to this repository: commit the suggestions yourself",
} as const;

function barredBecause(pull: PullRequest, policy: Policy): string | undefined {
  if (!policy.apply) return "the settings of this repository turn it off: commit the suggestions yourself";
  if (pull.state === "closed") return "the pull request is closed";
  if (pull.fork) return "no App can push to a fork: commit the suggestions, or apply the shown diffs";
  if (pull.head.ref === pull.defaultBranch) return "the App never writes to the default branch";
  return undefined;
}

async function combineIn(
  path: string,
  findings: readonly MarkedFinding[],
  headSha: string,
  host: PullRequestHost,
  analysis: Analysis,
): Promise<{ text: string; applied: string[]; left: Left }> {
  const leave = (reason: string) => ({ text: "", applied: [], left: findings.map(({ id }) => ({ id, reason })) });
  if (NEVER_WRITTEN.test(path) || LOCKFILES.test(basename(path))) return leave("files of this kind are never written");
  const head = await host.readAt(headSha, path);
  if (head === undefined) return leave("its file is gone or no text any more");
  const left: Left = [];
  // Findings that one patch repairs share its hunks: the same object, so that it is applied once.
  const hunksByDigest = new Map<string, ReturnType<typeof moveHunks>>();
  const fixable = findings.flatMap(({ id, fix }) => {
    if (!fix?.hunks) {
      left.push({
        id,
        reason: fix
          ? "its fix is too long for a comment, or holds a secret: commit its suggestion"
          : "it has no checked fix",
      });
      return [];
    }
    if (!hunksByDigest.has(fix.digest)) hunksByDigest.set(fix.digest, moveHunks(fix.hunks, head));
    const hunks = hunksByDigest.get(fix.digest);
    if (hunks) return [{ id, fix: { reached: "L3" as const, patch: { path, hunks } } }];
    left.push({ id, reason: "its lines are others by now" });
    return [];
  });
  const combined = await combineFixes(fixable, { path, language: languageOf(path), head }, analysis);
  return { text: combined.text, applied: combined.applied, left: [...left, ...combined.left] };
}

function notOpen(id: string): Left[number] {
  return { id, reason: "no open finding has this id" };
}
