import type { World } from "../world.ts";

export const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;

export type Content = (typeof REACTIONS)[number];

export type Reaction = {
  id: number;
  nodeId: string;
  /** Id of an issue comment, a review comment, or a pull request: they share one counter. */
  subjectId: number;
  accountId: number;
  content: Content;
  createdAt: string;
};

export function reactionsTo(world: World, subjectId: number): Reaction[] {
  return [...world.reactions.values()].filter((reaction) => reaction.subjectId === subjectId);
}

/** Counts by kind, as every comment carries them. @param url the comment's own address */
export function reactionRollup(world: World, subjectId: number, url: string): Record<string, unknown> {
  const reactions = reactionsTo(world, subjectId);
  const counts = REACTIONS.map((content) => [content, reactions.filter((one) => one.content === content).length]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}
