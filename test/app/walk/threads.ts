import type { Pull } from "../../../demo/github/pulls/pull.ts";
import type { Files } from "../../../demo/github/git/commit-files.ts";
import type { Scene, Stage } from "./stage.ts";

/** What a reader sees of our part of a pull request, without marks and costs. */
export type Seen = {
  /** Where our comments in the diff were posted, in their order: file and line; `resolved` and `outdated` are appended in words. */
  threads: string[];
  /** First lines of our answers in threads. */
  answers: string[];
  /** The summary's first line, when there is one. */
  summary: string | undefined;
  /** Of the newest check of the head. */
  check: string;
};

export function seen({ ada }: Scene, pull: Pull): Seen {
  const { threads, reviewComments, comments, checks } = ada.sees(pull);
  const first = (body: string) => body.split("\n")[0] ?? "";
  const check = checks.at(-1);
  return {
    threads: threads.map(({ original: { path, line }, place, resolvedById }) =>
      [`${path}:${line}`, ...(resolvedById ? ["resolved"] : []), ...(place ? [] : ["outdated"])].join(" "),
    ),
    answers: reviewComments.filter(({ inReplyToId }) => inReplyToId !== undefined).map(({ body }) => first(body)),
    summary: comments.map(({ body }) => first(body)).find((line) => line.startsWith("### ReflexGen")),
    check: `${check?.status} ${check?.conclusion}: ${check?.output.title}`,
  };
}

/** Pushes to the pull request's branch and waits until that was looked at; `from` throws it back to there first. */
export async function pushed(stage: Stage, { repository, ada }: Scene, files: Files, from?: string): Promise<string> {
  const thrown = from === undefined ? {} : { from, force: true };
  const sha = await ada.pushes(repository, { branch: "feature", files, ...thrown });
  await stage.quiet();
  return sha;
}
