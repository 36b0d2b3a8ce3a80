import { Refusal } from "../frame/refusal.ts";
import type { FileChange } from "../git/commit-files.ts";
import type { Doer, Stage } from "../stage.ts";
import type { Account } from "../world/account.ts";
import { accountById } from "../world/find.ts";
import { notFound } from "../frame/refusal.ts";
import { mayPushToHead } from "./may-push.ts";
import type { Pull } from "./pull.ts";
import { replaceLines, type Replacement } from "./replace-lines.ts";
import { resolveThread } from "./resolve-thread.ts";
import type { ReviewComment } from "./review-comment.ts";
import { readSuggestions } from "./suggestion.ts";
import { threadOf } from "./thread.ts";
import { webCommit } from "./web-commit.ts";

/** A comment's suggestion block; the first unless told. */
export type Chosen = { comment: ReviewComment; index?: number };

/**
 * "Commit suggestion", or "Commit suggestions" for a batch: one commit on the head branch, its threads resolved.
 * @throws Refusal in the words that GitHub shows
 */
export async function commitSuggestions(
  stage: Stage,
  doer: Doer,
  pull: Pull,
  chosen: readonly Chosen[],
  message?: string,
) {
  const { world } = stage;
  if (pull.state === "closed") throw refused("Suggestions cannot be applied while the pull request is closed.");
  if (world.mergeQueue.some((entry) => entry.pullId === pull.id))
    throw refused("Suggestions cannot be applied while the pull request is queued to merge.");
  if (!mayPushToHead(world, pull, doer.account))
    throw new Refusal(403, "You do not have permission to push to this branch.");
  const repository = world.repositories.get(pull.head.repositoryId);
  if (!repository) throw notFound();

  const head = pull.head.sha;
  const ranges = Map.groupBy(
    chosen.map((one) => rangeOf(stage, one)),
    (range) => range.path,
  );
  const files: Record<string, FileChange> = {};
  for (const [path, replacements] of ranges) {
    const before = (await repository.git.objects.read(`${head}:${path}`))?.bytes;
    if (!before) throw refused("Outdated suggestions cannot be applied.");
    checkApart(replacements);
    const after = replaceLines(before, replacements);
    if (after.equals(before)) throw refused("This suggestion is invalid because no changes were made to the code.");
    files[path] = after;
  }
  const authors = [...new Set(chosen.map(({ comment }) => comment.authorId))].map((id) => accountById(world, id));
  const sha = await webCommit(stage, doer, {
    repository,
    branch: pull.head.branch,
    head,
    files,
    message: messageOf(doer, authors, message ?? titleOf(authors, chosen.length)),
  });
  for (const { comment } of chosen) resolveThread(stage, doer, threadOf(world, comment));
  return sha;
}

function rangeOf({ world }: Stage, { comment, index = 0 }: Chosen): Replacement & { path: string } {
  const thread = threadOf(world, comment);
  if (world.reviews.get(comment.reviewId)?.state === "PENDING")
    throw refused("Suggestions cannot be applied from pending reviews.");
  if (thread.resolvedById !== undefined) throw refused("This suggestion has been applied or marked resolved.");
  if (!thread.place) throw refused("Outdated suggestions cannot be applied.");
  const { anchor } = thread.place;
  if (anchor.side === "LEFT" || anchor.startSide === "LEFT")
    throw refused("Applying suggestions on deleted lines is not supported.");
  const lines = readSuggestions(comment.body)[index];
  if (!lines) throw refused("Suggestion cannot be applied right now. Please check back later.");
  return { path: anchor.path, startLine: anchor.startLine ?? anchor.line, endLine: anchor.line, lines };
}

function checkApart(replacements: readonly Replacement[]): void {
  const sorted = replacements.toSorted((one, other) => one.startLine - other.startLine);
  for (const [index, { startLine }] of sorted.entries())
    if (startLine <= (sorted[index - 1]?.endLine ?? 0))
      throw refused("Only one suggestion per line can be applied in a batch.");
}

function titleOf(authors: readonly Account[], count: number): string {
  return count === 1 ? `Apply suggestion from @${authors[0]?.login}` : "Apply suggestions from code review";
}

function messageOf(doer: Doer, authors: readonly Account[], title: string): string {
  const trailers = authors
    .filter((author) => author.id !== doer.account.id)
    .map((author) => `Co-authored-by: ${author.kind === "Bot" ? author.login : author.name} <${author.email}>`);
  return trailers.length > 0 ? `${title}\n\n${trailers.join("\n")}` : title;
}

const refused = (message: string) => new Refusal(422, message);
