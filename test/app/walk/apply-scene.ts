import type { IssueComment } from "../../../demo/github/conversation/issue-comment.ts";
import { commitsBetween } from "../../../demo/github/git/commits.ts";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { type Scene, type Stage, opened } from "./stage.ts";

/** The words of the summary's box. */
export const BOX = "Commit all checked fixes";
export const APPLY_ALL = "/reflexgen apply all";

/** How much more than in the gate is tried. */
export const SCALE = Number(process.env["WALK_SCALE"] ?? 1);

/** A pull request that was reviewed, with the one summary on it; `old` is its head of then. */
export async function reviewed(
  stage: Stage,
  files?: Parameters<typeof opened>[2],
  options?: Parameters<Stage["scene"]>[0],
) {
  const scene = await stage.scene(options);
  const pull = await opened(stage, scene, files);
  return { ...scene, pull, summary: summaryOf(scene, pull), old: pull.head.sha };
}

function summaryOf({ ada }: Pick<Scene, "ada">, pull: Pull): IssueComment {
  const found = ada.sees(pull).comments.find(({ body }) => body.startsWith("### ReflexGen"));
  if (!found) throw new Error("there is no summary");
  return found;
}

/** What the App said in the conversation beside its summary, the mark left out. */
export function answers({ ada }: Pick<Scene, "ada">, pull: Pull): string[] {
  return ada
    .sees(pull)
    .comments.filter(({ appId, body }) => appId !== undefined && !body.startsWith("### ReflexGen"))
    .map(({ body }) => body.split("\n\n<!--")[0] ?? "");
}

/** Commits of the branch since `old`, oldest first. */
export function commitsSince({ repository }: Pick<Scene, "repository">, pull: Pull, old: string): Promise<string[]> {
  return commitsBetween(repository.git, old, pull.head.sha);
}
