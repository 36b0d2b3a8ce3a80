import { nodeId } from "../world/node-id.ts";
import { accountById } from "../world/find.ts";
import { actorNode } from "./actor-node.ts";
import { connection } from "./connection.ts";
import type { Resolvers } from "./resolver.ts";
import { recordBehind } from "./source-record.ts";

/** Who edited a comment, newest first; once it was edited, when it was posted is the oldest of them. */
export const editResolvers: Resolvers = {
  "IssueComment.userContentEdits": (source, args, { world }) => {
    const comment = recordBehind(world.issueComments, "IC", source);
    const posted = { editorId: comment.authorId, at: comment.createdAt };
    const versions = comment.edits.length === 0 ? [] : [posted, ...comment.edits];
    const bodies = [...comment.edits.map(({ body }) => body), comment.body];
    const edits = versions.map(({ editorId, at }, index) => ({ editorId, at, index })).toReversed();
    return connection("userContentEdits", edits, args, ({ editorId, at, index }) => ({
      __typename: "UserContentEdit",
      id: nodeId("UCE", comment.id * 1000 + index),
      createdAt: at,
      editedAt: at,
      updatedAt: at,
      deletedAt: null,
      deletedBy: null,
      diff: bodies[index] ?? "",
      editor: world.accounts.has(editorId) ? actorNode(world, accountById(world, editorId)) : null,
    }));
  },
};
