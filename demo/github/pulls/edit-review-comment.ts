import { checkBody } from "../conversation/check-body.ts";
import { notFound } from "../frame/refusal.ts";
import type { Doer, Stage } from "../stage.ts";
import { timestamp } from "../world.ts";
import type { Pull } from "./pull.ts";
import type { ReviewComment } from "./review-comment.ts";
import { emitReviewComment } from "./submit-review.ts";
import { commentsOfThread, threadOf } from "./thread.ts";

export function editReviewComment(stage: Stage, doer: Doer, comment: ReviewComment, body: string): void {
  checkBody("PullRequestReviewComment", body);
  const from = comment.body;
  if (from === body) return;
  const at = timestamp(stage.world);
  comment.edits.push({ body: from, editorId: doer.account.id, at });
  comment.body = body;
  comment.updatedAt = at;
  emitReviewComment(stage, doer, pullOf(stage, comment), comment, "edited", { changes: { body: { from } } });
}

/** The thread stays while it has another comment. */
export function deleteReviewComment(stage: Stage, doer: Doer, comment: ReviewComment): void {
  const { world } = stage;
  const thread = threadOf(world, comment);
  emitReviewComment(stage, doer, pullOf(stage, comment), comment, "deleted");
  world.reviewComments.delete(comment.id);
  if (commentsOfThread(world, thread).length === 0) world.threads.delete(thread.id);
}

function pullOf({ world }: Stage, comment: ReviewComment): Pull {
  const pull = world.pulls.get(comment.pullId);
  if (!pull) throw notFound();
  return pull;
}
