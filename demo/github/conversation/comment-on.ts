import { notFound } from "../frame/refusal.ts";
import { repositoryOfPull, type Pull } from "../pulls/pull.ts";
import type { Doer, Stage } from "../stage.ts";
import { nodeId } from "../world/node-id.ts";
import { nextId, timestamp } from "../world.ts";
import { checkBody } from "./check-body.ts";
import type { IssueComment } from "./issue-comment.ts";
import { renderIssueComment } from "./render-issue-comment.ts";
import { renderIssue } from "./render-issue.ts";

/** @throws Refusal when the body is blank or too long */
export function commentOn(stage: Stage, doer: Doer, pull: Pull, body: string): IssueComment {
  checkBody("IssueComment", body);
  const { world } = stage;
  const id = nextId(world);
  const now = timestamp(world);
  const comment: IssueComment = {
    id,
    nodeId: nodeId("IC", id),
    pullId: pull.id,
    authorId: doer.account.id,
    appId: doer.app?.id,
    body,
    createdAt: now,
    updatedAt: now,
    edits: [],
  };
  world.issueComments.set(id, comment);
  pull.updatedAt = now;
  emitComment(stage, doer, comment, "created");
  return comment;
}

/** The author stays who it was, whoever edits; past versions are kept. */
export function editComment(stage: Stage, doer: Doer, comment: IssueComment, body: string): void {
  checkBody("IssueComment", body);
  const from = comment.body;
  if (from === body) return;
  const at = timestamp(stage.world);
  comment.edits.push({ body: from, editorId: doer.account.id, at });
  comment.body = body;
  comment.updatedAt = at;
  emitComment(stage, doer, comment, "edited", { changes: { body: { from } } });
}

export function deleteComment(stage: Stage, doer: Doer, comment: IssueComment): void {
  const { world } = stage;
  world.issueComments.delete(comment.id);
  for (const reaction of world.reactions.values())
    if (reaction.subjectId === comment.id) world.reactions.delete(reaction.id);
  emitComment(stage, doer, comment, "deleted");
}

function emitComment(
  stage: Stage,
  doer: Doer,
  comment: IssueComment,
  action: "created" | "edited" | "deleted",
  more: Record<string, unknown> = {},
): void {
  const { world } = stage;
  const pull = world.pulls.get(comment.pullId);
  if (!pull) throw notFound();
  stage.emit({
    event: "issue_comment",
    action,
    repository: repositoryOfPull(world, pull),
    sender: doer.account,
    payload: { issue: renderIssue(world, pull), comment: renderIssueComment(world, comment), ...more },
  });
}
