import type { Doer, Stage } from "../stage.ts";
import { nodeId } from "../world/node-id.ts";
import { nextId, timestamp } from "../world.ts";
import { reactionsTo, type Content, type Reaction } from "./reaction.ts";

/** Once a person and kind; a second time gives the first one back. Reactions send no event. */
export function react(
  { world }: Stage,
  doer: Doer,
  subjectId: number,
  content: Content,
): { reaction: Reaction; isNew: boolean } {
  const there = reactionsTo(world, subjectId).find(
    (reaction) => reaction.accountId === doer.account.id && reaction.content === content,
  );
  if (there) return { reaction: there, isNew: false };
  const id = nextId(world);
  const reaction: Reaction = {
    id,
    nodeId: nodeId("REA", id),
    subjectId,
    accountId: doer.account.id,
    content,
    createdAt: timestamp(world),
  };
  world.reactions.set(id, reaction);
  return { reaction, isNew: true };
}
