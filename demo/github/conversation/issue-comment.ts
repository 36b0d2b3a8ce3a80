import { notFound } from "../frame/refusal.ts";
import type { Pull } from "../pulls/pull.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";

/** A comment in a pull request's conversation. GitHub calls it an issue comment, for pull requests are issues too. */
export type IssueComment = {
  id: number;
  nodeId: string;
  pullId: number;
  authorId: number;
  /** The App that wrote it, when one did. */
  appId: number | undefined;
  body: string;
  createdAt: string;
  updatedAt: string;
  minimizedReason?: string;
  /** Past versions of the body, oldest first. */
  edits: { body: string; editorId: number; at: string }[];
};

/** Oldest first. */
export function issueCommentsOf(world: World, pull: Pull): IssueComment[] {
  return [...world.issueComments.values()].filter((comment) => comment.pullId === pull.id);
}

/** @throws Refusal 404 */
export function issueCommentById(world: World, repository: Repository, id: number): IssueComment {
  const comment = world.issueComments.get(id);
  if (!comment || world.pulls.get(comment.pullId)?.repositoryId !== repository.id) throw notFound();
  return comment;
}
