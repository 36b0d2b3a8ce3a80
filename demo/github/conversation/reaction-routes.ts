import { bodyOf, doerOf } from "../doer-of.ts";
import { accountOf, numberOf, repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { notFound, Refusal } from "../frame/refusal.ts";
import { reviewCommentById } from "../pulls/review-comment.ts";
import { simpleUser } from "../render/account.ts";
import type { Answer, Call, Route } from "../route.ts";
import { accountById } from "../world/find.ts";
import { issueCommentById } from "./issue-comment.ts";
import { react } from "./react.ts";
import { reactionsTo, type Content, type Reaction } from "./reaction.ts";

/** Reactions to both kinds of comments. */
export const reactionRoutes: readonly Route[] = [
  ...routesFor("issues", (call) => issueCommentById(call.world, repositoryOf(call), numberOf(call, "comment_id")).id),
  ...routesFor("pulls", (call) => reviewCommentById(call.world, repositoryOf(call), numberOf(call, "comment_id")).id),
];

function routesFor(kind: "issues" | "pulls", subjectOf: (call: Call) => number): Route[] {
  const path = `/repos/{owner}/{repo}/${kind}/comments/{comment_id}/reactions`;
  return [
    { method: "GET", path, handle: (call) => list(call, subjectOf(call)) },
    {
      method: "POST",
      path,
      role: "read",
      handle: (call) => {
        const { content } = bodyOf<{ content: Content }>(call);
        const { reaction, isNew } = react(call, doerOf(call), subjectOf(call), content);
        return { status: isNew ? 201 : 200, body: renderReaction(call, reaction) };
      },
    },
    { method: "DELETE", path: `${path}/{reaction_id}`, role: "read", handle: (call) => remove(call, subjectOf(call)) },
  ];
}

function list(call: Call, subjectId: number): Answer {
  const content = call.query.get("content");
  const reactions = reactionsTo(call.world, subjectId).filter((reaction) => !content || reaction.content === content);
  return paged(call, reactions, (reaction) => renderReaction(call, reaction));
}

function remove(call: Call, subjectId: number): Answer {
  const reaction = call.world.reactions.get(numberOf(call, "reaction_id"));
  if (reaction?.subjectId !== subjectId) throw notFound();
  if (reaction.accountId !== accountOf(call).id)
    throw new Refusal(403, "You do not have permission to delete this reaction.");
  call.world.reactions.delete(reaction.id);
  return { status: 204 };
}

function renderReaction({ world }: Call, reaction: Reaction): Record<string, unknown> {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: simpleUser(world, accountById(world, reaction.accountId)),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}
