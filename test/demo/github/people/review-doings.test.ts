import { afterEach, describe, expect, it } from "@jest/globals";
import { readCommit } from "../../../../demo/github/git/commits.ts";
import { createReview } from "../../../../demo/github/pulls/create-review.ts";
import { reviewCommentsOf } from "../../../../demo/github/pulls/review-comment.ts";
import { threadOf } from "../../../../demo/github/pulls/thread.ts";
import { openScene } from "../stage.ts";

let scene: Awaited<ReturnType<typeof openScene>>;
afterEach(() => scene.close());

/** A pull request of Ada's whose first lines the bot makes suggestions for. */
async function suggested(text: string, ...suggestions: [line: number, words: string][]) {
  scene = await openScene({ "app.py": "old\n" });
  const { ada, bot, repository, stage, world } = scene;
  const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": text }, title: "X" });
  await createReview(stage, bot, pull, {
    body: "b",
    event: "COMMENT",
    comments: suggestions.map(([line, words]) => ({
      anchor: { path: "app.py", line, side: "RIGHT", startLine: undefined, startSide: undefined },
      body: `Why.\n\n\`\`\`suggestion\n${words}\n\`\`\`\n`,
    })),
  });
  scene.emissions.length = 0;
  const comments = reviewCommentsOf(world, pull);
  const read = async () => (await repository.git.objects.read(`${pull.head.sha}:app.py`))?.bytes.toString();
  return { pull, comments, read };
}

describe("committing suggestions", () => {
  it("refuses those who may not push, and what GitHub refuses, in its words", async () => {
    const { pull, comments } = await suggested("a\nb\nc\n", [1, "a"], [2, "B"], [2, "BB"]);
    const [same, first, second] = comments;
    if (!same || !first || !second) throw new Error("three were made");
    const { ada, eve, world } = scene;

    await expect(eve.commitsSuggestion(first)).rejects.toMatchObject({ status: 403 });
    await expect(ada.commitsSuggestion(same)).rejects.toThrow("no changes were made to the code");
    await expect(ada.commitsSuggestions([first, second])).rejects.toThrow("Only one suggestion per line");
    await expect(ada.commitsSuggestion(first, { index: 1 })).rejects.toThrow("cannot be applied right now");
    threadOf(world, second).resolvedById = ada.account.id;
    await expect(ada.commitsSuggestion(second)).rejects.toThrow("applied or marked resolved");
    await ada.pushes(scene.repository, { branch: "x", files: { "app.py": "a\nother\nc\n" } });
    await expect(ada.commitsSuggestion(first)).rejects.toThrow("Outdated suggestions cannot be applied.");
    await ada.closes(pull);
    await expect(ada.commitsSuggestion(first)).rejects.toThrow("while the pull request is closed");
  });

  it("writes the bytes, names the suggester, and resolves the thread", async () => {
    const { pull, comments, read } = await suggested("a\r\nb\r\nc", [2, "B\n"]);
    const { ada, repository, world, bot, told } = scene;
    const before = pull.head.sha;

    const sha = await ada.commitsSuggestion(comments[0] ?? never());

    expect(await read()).toBe("a\r\nB\r\n\r\nc");
    expect(pull.head.sha).toBe(sha);
    expect(await readCommit(repository.git, sha)).toMatchObject({
      parents: [before],
      message: `Apply suggestion from @reflexgen[bot]\n\nCo-authored-by: reflexgen[bot] <${bot.account.email}>`,
      author: { name: "Ada" },
      committer: { name: "GitHub" },
    });
    expect(threadOf(world, comments[0] ?? never()).resolvedById).toBe(ada.account.id);
    expect(world.signedCommits.has(sha)).toBe(true);
    expect(told()).toEqual([
      "push",
      "check_suite.requested",
      "pull_request.synchronize",
      "pull_request_review_thread.resolved",
    ]);
  });

  it("commits a batch at once", async () => {
    const { pull, comments, read } = await suggested("a\nb\nc\n", [1, "A\nA2"], [3, "C"]);
    const before = pull.head.sha;

    const sha = await scene.ada.commitsSuggestions(comments, "Both");

    expect(await read()).toBe("A\nA2\nb\nC\n");
    expect(await readCommit(scene.repository.git, sha)).toMatchObject({ parents: [before] });
  });

  it("reaches a fork's branch for its author, and for maintainers when they are let", async () => {
    scene = await openScene({ "app.py": "a\n" });
    const { ada, eve, repository, stage, bot, world } = scene;
    const fork = await eve.forks(repository);
    const pull = await eve.opensPullRequest(repository, { fork, branch: "f", files: { "app.py": "b\n" }, title: "F" });
    const anchor = { path: "app.py", line: 1, side: "RIGHT" as const, startLine: undefined, startSide: undefined };
    const body = "```suggestion\nc\n```";
    await createReview(stage, bot, pull, { body: "", event: "COMMENT", comments: [{ anchor, body }] });
    const [comment = never()] = reviewCommentsOf(world, pull);

    pull.maintainerCanModify = false;
    await expect(ada.commitsSuggestion(comment)).rejects.toMatchObject({ status: 403 });
    await eve.commitsSuggestion(comment);

    expect((await fork.git.objects.read("refs/heads/f:app.py"))?.bytes.toString()).toBe("c\n");
    expect(await repository.git.objects.read(`refs/pull/${pull.number}/head`)).toMatchObject({ sha: pull.head.sha });
  });
});

describe("threads", () => {
  it("are resolved by writers and the pull request's author, and by nobody else", async () => {
    const { comments } = await suggested("a\n", [1, "b"]);
    const { ada, eve, told, world } = scene;
    const comment = comments[0] ?? never();

    expect(() => eve.resolves(comment)).toThrow("permission");
    ada.resolves(comment);
    ada.unresolves(comment);
    eve.replies(comment, "Is it?");
    ada.reacts(comment, "-1");

    expect(threadOf(world, comment).resolvedById).toBeUndefined();
    expect(told()).toEqual([
      "pull_request_review_thread.resolved",
      "pull_request_review_thread.unresolved",
      "pull_request_review.submitted",
      "pull_request_review_comment.created",
    ]);
  });
});

function never(): never {
  throw new Error("there is none");
}
