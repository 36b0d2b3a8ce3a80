import { isVisible } from "../frame/resolve-repository.ts";
import { pullsOf, repositoryById } from "../pulls/pull.ts";
import { readNodeId } from "../world/node-id.ts";
import { actorNode } from "./actor-node.ts";
import { commentNode } from "./comment-node.ts";
import { GraphqlRefusal, noNode } from "./graphql-refusal.ts";
import { pullNode, repositoryNode, threadNode } from "./pull-nodes.ts";
import type { GraphqlCall, Resolvers } from "./resolver.ts";
import { recordBehind } from "./source-record.ts";
import { visibleRepository } from "./visible-repository.ts";

/** Where a query can begin. */
export const queryResolvers: Resolvers = {
  "Query.viewer": (_, __, { world, actor }) =>
    actor.kind === "user" || actor.kind === "installation" ? actorNode(world, actor.account) : null,
  "Query.repository": (_, { owner, name }, call) =>
    repositoryNode(call.world, visibleRepository(call, String(owner), String(name))),
  "Query.node": (_, { id }, call) => nodeOf(call, String(id)),
  "Query.nodes": (_, { ids }, call) => (Array.isArray(ids) ? ids.map((id) => nodeOf(call, String(id))) : []),
  "Repository.pullRequest": (source, { number }, { world }) => {
    const repository = recordBehind(world.repositories, "R", source);
    const pull = pullsOf(world, repository).find((one) => one.number === number);
    if (!pull)
      throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${String(number)}.`);
    return pullNode(world, pull);
  },
};

/** Only what the asker may see; anything else is as if it were not there. */
function nodeOf(call: GraphqlCall, id: string): Record<string, unknown> {
  const { world } = call;
  const found = readNodeId(id);
  const seen = found && finders[found.prefix]?.(call, found.id);
  if (
    !seen ||
    (seen.repositoryId !== undefined && !isVisible(world, call.actor, repositoryById(world, seen.repositoryId)))
  )
    throw noNode(id);
  return seen.render();
}

type Seen = { repositoryId: number | undefined; render: () => Record<string, unknown> };

const finders: Record<string, (call: GraphqlCall, id: number) => Seen | undefined> = {
  R: ({ world }, id) => {
    const repository = world.repositories.get(id);
    return repository && { repositoryId: id, render: () => repositoryNode(world, repository) };
  },
  PR: ({ world }, id) => {
    const pull = world.pulls.get(id);
    return pull && { repositoryId: pull.repositoryId, render: () => pullNode(world, pull) };
  },
  PRRT: (call, id) => {
    const thread = call.world.threads.get(id);
    return thread && { repositoryId: ofPull(call, thread.pullId), render: () => threadNode(call, thread) };
  },
  PRRC: (call, id) => {
    const comment = call.world.reviewComments.get(id);
    return comment && { repositoryId: ofPull(call, comment.pullId), render: () => commentNode(call, comment) };
  },
  IC: (call, id) => {
    const comment = call.world.issueComments.get(id);
    return comment && { repositoryId: ofPull(call, comment.pullId), render: () => commentNode(call, comment) };
  },
  U: account,
  O: account,
  BOT: account,
};

function ofPull({ world }: GraphqlCall, pullId: number): number | undefined {
  return world.pulls.get(pullId)?.repositoryId;
}

function account({ world }: GraphqlCall, id: number): Seen | undefined {
  const found = world.accounts.get(id);
  return found && { repositoryId: undefined, render: () => actorNode(world, found) };
}
