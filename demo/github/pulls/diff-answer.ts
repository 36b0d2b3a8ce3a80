import { Refusal } from "../frame/refusal.ts";
import { runGit } from "../git/run-git.ts";
import type { Answer, Call } from "../route.ts";
import { pullDiff, startOf } from "./pull-diff.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";

/** @see https://docs.github.com/rest/pulls/pulls#get-a-pull-request */
const MAX_FILES = 300;
const MAX_LINES = 20_000;

/** Whether the media type asks for the diff instead of JSON: `application/vnd.github.v3.diff`. */
export function wantsDiff({ headers }: Call): boolean {
  return /^application\/vnd\.github(\.v3)?\.diff\b/.test(headers.accept ?? "");
}

export async function pullDiffAnswer({ world }: Call, pull: Pull): Promise<Answer> {
  const files = await pullDiff(world, pull);
  if (files.length > MAX_FILES) throw tooLarge(`files (${MAX_FILES})`);
  if (files.reduce((sum, file) => sum + (file.patch?.split("\n").length ?? 0), 0) > MAX_LINES)
    throw tooLarge(`lines (${MAX_LINES})`);
  const { git } = repositoryOfPull(world, pull);
  const start = (await startOf(world, pull)) ?? pull.base.sha;
  const diff = await runGit(git.folder, [
    "diff-tree",
    "-r",
    "-M",
    "-p",
    "--no-textconv",
    "--no-ext-diff",
    start,
    pull.head.sha,
  ]);
  return { status: 200, body: diff, headers: { "content-type": "application/vnd.github.v3.diff; charset=utf-8" } };
}

const tooLarge = (limit: string) =>
  new Refusal(
    406,
    `Sorry, the diff exceeded the maximum number of ${limit}. Consider using 'List pull requests files' API or locally cloning the repository instead.`,
    [{ resource: "PullRequest", field: "diff", code: "too_large" }],
  );
