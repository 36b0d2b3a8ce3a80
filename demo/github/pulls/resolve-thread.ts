import { notFound } from "../frame/refusal.ts";
import type { Doer, Stage } from "../stage.ts";
import { repositoryOfPull } from "./pull.ts";
import { simplePull } from "./render-pull.ts";
import { renderReviewComment } from "./render-review-comment.ts";
import { commentsOfThread, type Thread } from "./thread.ts";

export function resolveThread(stage: Stage, doer: Doer, thread: Thread): void {
  if (thread.resolvedById !== undefined) return;
  thread.resolvedById = doer.account.id;
  emitThread(stage, doer, thread, "resolved");
}

export function unresolveThread(stage: Stage, doer: Doer, thread: Thread): void {
  if (thread.resolvedById === undefined) return;
  thread.resolvedById = undefined;
  emitThread(stage, doer, thread, "unresolved");
}

function emitThread(stage: Stage, doer: Doer, thread: Thread, action: "resolved" | "unresolved"): void {
  const { world } = stage;
  const pull = world.pulls.get(thread.pullId);
  if (!pull) throw notFound();
  const comments = commentsOfThread(world, thread).map((comment) => renderReviewComment(world, comment));
  stage.emit({
    event: "pull_request_review_thread",
    action,
    repository: repositoryOfPull(world, pull),
    sender: doer.account,
    payload: { pull_request: simplePull(world, pull), thread: { node_id: thread.nodeId, comments } },
  });
}
