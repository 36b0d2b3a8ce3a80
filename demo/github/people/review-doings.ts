import { Refusal } from "../frame/refusal.ts";
import type { Side } from "../git/hunks.ts";
import { commitSuggestions, type Chosen } from "../pulls/commit-suggestions.ts";
import { createReview } from "../pulls/create-review.ts";
import { deleteReviewComment, editReviewComment } from "../pulls/edit-review-comment.ts";
import { repositoryOfPull, type Pull } from "../pulls/pull.ts";
import { resolveThread, unresolveThread } from "../pulls/resolve-thread.ts";
import type { ReviewComment } from "../pulls/review-comment.ts";
import type { Review } from "../pulls/review.ts";
import { replyInThread } from "../pulls/single-comment.ts";
import type { ReviewEvent } from "../pulls/submit-review.ts";
import { threadOf } from "../pulls/thread.ts";
import { asTyped, type Me } from "./me.ts";
import { tickBox } from "./tick-box.ts";

export type PersonsReview = {
  event?: ReviewEvent;
  body?: string;
  comments?: { path: string; line: number; side?: Side; startLine?: number; body: string }[];
};

/** What people do with reviews, their threads and suggestions. */
export function reviewDoings(me: Me) {
  const { stage, world, account, doer } = me;

  function pullOf(comment: ReviewComment): Pull {
    const pull = world.pulls.get(comment.pullId);
    if (!pull || !world.reviewComments.has(comment.id)) throw new Refusal(404, "Not Found");
    return pull;
  }
  const needsUnlessMine = (comment: ReviewComment) =>
    me.need(repositoryOfPull(world, pullOf(comment)), comment.authorId === account.id ? "read" : "write");
  /** The pull request's author may too, and so usually says "done". */
  const needsToResolve = (comment: ReviewComment) => {
    const pull = pullOf(comment);
    me.need(repositoryOfPull(world, pull), pull.authorId === account.id ? "read" : "write");
  };
  const edits = (comment: ReviewComment, body: string) => {
    needsUnlessMine(comment);
    editReviewComment(stage, doer, comment, body);
  };

  return {
    async reviews(pull: Pull, { event = "COMMENT", body = "", comments = [] }: PersonsReview): Promise<Review> {
      me.need(repositoryOfPull(world, pull), "read");
      return await createReview(stage, doer, pull, {
        event,
        body: asTyped(body),
        comments: comments.map(({ path, line, side = "RIGHT", startLine, body }) => ({
          anchor: { path, line, side, startLine, startSide: startLine === undefined ? undefined : side },
          body: asTyped(body),
        })),
      });
    },

    /** An answer in the comment's thread. */
    replies(comment: ReviewComment, body: string): ReviewComment {
      const pull = pullOf(comment);
      me.need(repositoryOfPull(world, pull), "read");
      return replyInThread(stage, doer, pull, threadOf(world, comment), asTyped(body));
    },

    editsReviewComment: (comment: ReviewComment, body: string) => edits(comment, asTyped(body)),

    ticksInReviewComment: (comment: ReviewComment, words: string) => edits(comment, tickBox(comment.body, words)),

    deletesReviewComment(comment: ReviewComment): void {
      needsUnlessMine(comment);
      deleteReviewComment(stage, doer, comment);
    },

    resolves(comment: ReviewComment): void {
      needsToResolve(comment);
      resolveThread(stage, doer, threadOf(world, comment));
    },

    unresolves(comment: ReviewComment): void {
      needsToResolve(comment);
      unresolveThread(stage, doer, threadOf(world, comment));
    },

    /** The button under a suggestion. @returns the commit. @throws Refusal in the words that GitHub shows */
    async commitsSuggestion(
      comment: ReviewComment,
      options: { index?: number; message?: string } = {},
    ): Promise<string> {
      const { index = 0, message } = options;
      return await commitSuggestions(stage, doer, pullOf(comment), [{ comment, index }], message);
    },

    /** "Commit suggestions": a batch in one commit. */
    async commitsSuggestions(chosen: readonly (ReviewComment | Chosen)[], message?: string): Promise<string> {
      const batch = chosen.map((one) => ("comment" in one ? one : { comment: one }));
      const [first] = batch;
      if (!first) throw new Refusal(422, "There are no suggestions in the batch.");
      return await commitSuggestions(stage, doer, pullOf(first.comment), batch, message);
    },
  };
}
