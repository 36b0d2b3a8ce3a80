import type { CheckRun } from "../github/checks/check-run.ts";
import { latestRunsOf } from "../github/checks/check-run.ts";
import { issueCommentsOf } from "../github/conversation/issue-comment.ts";
import { reactionsTo } from "../github/conversation/reaction.ts";
import { commitsBetween, readCommit } from "../github/git/commits.ts";
import type { FileDiff } from "../github/git/diff.ts";
import { readHunks } from "../github/git/hunks.ts";
import { pullDiff, startOf } from "../github/pulls/pull-diff.ts";
import { repositoryOfPull, type Pull } from "../github/pulls/pull.ts";
import type { ReviewComment } from "../github/pulls/review-comment.ts";
import { reviewsOf } from "../github/pulls/review.ts";
import { commentsOfThread, threadsOf, type Thread } from "../github/pulls/thread.ts";
import type { GitHub } from "../github/server.ts";
import { accountById, fullName } from "../github/world/find.ts";
import type { DiffLine } from "./diff-table.ts";

export type Comment = { author: string; body: string; reactions: string[]; edited: boolean };

export type ThreadPicture = {
  path: string;
  /** The lines that it is about, and a few above them. */
  lines: DiffLine[];
  /** The lines that a suggestion in it would replace. */
  replaced: string[];
  comments: Comment[];
  outdated: boolean;
  resolvedBy?: string;
};

export type Item =
  | { kind: "commit"; sha: string; author: string; message: string; check?: CheckRun }
  | { kind: "comment"; comment: Comment }
  | { kind: "review"; author: string; body: string; threads: ThreadPicture[] }
  | { kind: "merged"; by: string; sha: string };

/** A pull request as its page shows it, in the order in which things happened. */
export type PullPicture = {
  repository: string;
  number: number;
  title: string;
  state: "open" | "closed" | "merged";
  author: string;
  base: string;
  head: string;
  body: string;
  items: Item[];
  files: FileDiff[];
  check?: CheckRun;
};

const LINES_ABOVE = 3;

type Said = Pick<ReviewComment, "id" | "authorId" | "body" | "edits">;

export async function picturePull({ world }: GitHub, pull: Pull): Promise<PullPicture> {
  const repository = repositoryOfPull(world, pull);
  const login = (id: number) => accountById(world, id).login;
  const commentOf = ({ id, authorId, body, edits }: Said): Comment => ({
    author: login(authorId),
    body,
    reactions: reactionsTo(world, id).map(({ content }) => content),
    edited: edits.length > 0,
  });
  const pictureThread = (thread: Thread): ThreadPicture => {
    const { path, line, startLine = line } = thread.original;
    const lines = readHunks(thread.diffHunk).flatMap((hunk) => hunk.lines.map(asDiffLine));
    const about = lines.filter(({ newLine }) => newLine !== undefined && newLine >= startLine && newLine <= line);
    return {
      path,
      lines: lines.slice(-(about.length + LINES_ABOVE)),
      replaced: about.map(({ text }) => text),
      comments: commentsOfThread(world, thread).map(commentOf),
      outdated: thread.place === undefined,
      ...(thread.resolvedById !== undefined && { resolvedBy: login(thread.resolvedById) }),
    };
  };

  const from = await startOf(world, pull);
  const shas = from === undefined ? [] : await commitsBetween(repository.git, from, pull.head.sha);
  // Everything has an id of one counter but commits: each stands before its first check.
  const dated: { at: number; item: Item }[] = [];
  let last = 0;
  for (const sha of shas) {
    const commit = await readCommit(repository.git, sha);
    const runs = latestRunsOf(world, repository, sha);
    const [check] = runs;
    last = check ? Math.min(...runs.map(({ id }) => id)) - 0.5 : last + 0.01;
    dated.push({
      at: last,
      item: {
        kind: "commit",
        sha,
        author: commit?.author.name.toLowerCase() ?? "",
        message: commit?.message ?? "",
        ...(check && { check }),
      },
    });
  }
  for (const comment of issueCommentsOf(world, pull))
    dated.push({ at: comment.id, item: { kind: "comment", comment: commentOf(comment) } });
  const threads = threadsOf(world, pull);
  for (const review of reviewsOf(world, pull, undefined)) {
    const own = threads.filter((thread) => commentsOfThread(world, thread)[0]?.reviewId === review.id);
    if (own.length === 0 && review.body === "") continue;
    const item = { kind: "review", author: login(review.authorId), body: review.body, threads: own.map(pictureThread) };
    dated.push({ at: review.id, item: { ...item, kind: "review" } });
  }
  const items = dated.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
  if (pull.merged) items.push({ kind: "merged", by: login(pull.merged.byId), sha: pull.merged.sha });
  const [check] = latestRunsOf(world, repository, pull.head.sha);
  return {
    repository: fullName(world, repository),
    number: pull.number,
    title: pull.title,
    state: pull.merged ? "merged" : pull.state,
    author: login(pull.authorId),
    base: pull.base.branch,
    head: pull.head.branch,
    body: pull.body ?? "",
    items,
    files: await pullDiff(world, pull),
    ...(check && { check }),
  };
}

export function asDiffLine(line: { text: string; oldLine: number | undefined; newLine: number | undefined }): DiffLine {
  const { text, oldLine, newLine } = line;
  return {
    sign: text.startsWith("+") ? "+" : text.startsWith("-") ? "-" : " ",
    text: text.slice(1),
    ...(oldLine !== undefined && { oldLine }),
    ...(newLine !== undefined && { newLine }),
  };
}
