import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Pull } from "../../../../demo/github/pulls/pull.ts";
import { openReviewer, refusal } from "../reviewer.ts";

let scene: Awaited<ReturnType<typeof openReviewer>>;
let pull: Pull;
let issue: { owner: string; repo: string; issue_number: number };
beforeEach(async () => {
  scene = await openReviewer();
  pull = await scene.ada.opensPullRequest(scene.repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });
  issue = { ...scene.of, issue_number: pull.number };
});
afterEach(() => scene.close());

describe("the conversation's API", () => {
  it("refuses bodies without words or with too many", async () => {
    const { octokit } = scene;
    const blank = await refusal(octokit.rest.issues.createComment({ ...issue, body: " " }));
    const long = await refusal(octokit.rest.issues.createComment({ ...issue, body: "x".repeat(65_537) }));
    const fits = await octokit.rest.issues.createComment({ ...issue, body: "😀".repeat(65_536) });

    expect([blank.status, long.status, fits.status]).toEqual([422, 422, 201]);
  });

  it("creates, lists by pages, edits and deletes comments", async () => {
    const { octokit, of, eve } = scene;
    const { data: first } = await octokit.rest.issues.createComment({ ...issue, body: "one" });
    eve.comments(pull, "two");

    await octokit.rest.issues.updateComment({ ...of, comment_id: Number(first.id), body: "edited" });
    const { data: page, headers } = await octokit.rest.issues.listComments({ ...issue, per_page: 1 });
    await octokit.rest.issues.deleteComment({ ...of, comment_id: Number(first.id) });

    expect(page).toMatchObject([{ body: "edited", user: { login: "reflexgen[bot]", type: "Bot" } }]);
    expect(headers.link).toContain('rel="next"');
    expect(scene.ada.sees(pull).comments.map(({ body }) => body)).toEqual(["two"]);
    expect(await refusal(octokit.rest.issues.getComment({ ...of, comment_id: Number(first.id) }))).toMatchObject({
      status: 404,
    });
    expect((await octokit.rest.issues.get(issue)).data).toMatchObject({ number: 1, comments: 1, pull_request: {} });
  });

  it("reacts once a kind, to both kinds of comments", async () => {
    const { octokit, of } = scene;
    const { data: comment } = await octokit.rest.issues.createComment({ ...issue, body: "one" });
    const { data: inline } = await octokit.rest.pulls.createReviewComment({
      ...of,
      pull_number: pull.number,
      body: "x",
      path: "app.py",
      line: 1,
      commit_id: pull.head.sha,
    });
    const at = { ...of, comment_id: Number(comment.id), content: "eyes" as const };

    const first = await octokit.rest.reactions.createForIssueComment(at);
    const again = await octokit.rest.reactions.createForIssueComment(at);
    await octokit.rest.reactions.createForPullRequestReviewComment({
      ...of,
      comment_id: Number(inline.id),
      content: "rocket",
    });
    const { data: listed } = await octokit.rest.reactions.listForIssueComment({
      ...of,
      comment_id: Number(comment.id),
    });
    await octokit.rest.reactions.deleteForIssueComment({
      ...of,
      comment_id: Number(comment.id),
      reaction_id: first.data.id,
    });

    expect([first.status, again.status, listed.length]).toEqual([201, 200, 1]);
    expect(
      (await octokit.rest.issues.getComment({ ...of, comment_id: Number(comment.id) })).data.reactions?.total_count,
    ).toBe(0);
    const { data: seen } = await octokit.rest.pulls.getReviewComment({ ...of, comment_id: Number(inline.id) });
    expect(seen.reactions?.rocket).toBe(1);
  });

  it("labels", async () => {
    const { octokit, of } = scene;
    await octokit.rest.issues.createLabel({ ...of, name: "security", color: "ff0000", description: "d" });

    await octokit.rest.issues.addLabels({ ...issue, labels: ["Security", "new"] });
    await octokit.rest.issues.removeLabel({ ...issue, name: "new" });

    expect((await octokit.rest.issues.listLabelsOnIssue(issue)).data.map(({ name }) => name)).toEqual(["security"]);
    expect((await octokit.rest.issues.listLabelsForRepo(of)).data).toHaveLength(2);
    expect(await refusal(octokit.rest.issues.removeLabel({ ...issue, name: "new" }))).toMatchObject({ status: 404 });
    const { data } = await octokit.rest.pulls.get({ ...of, pull_number: pull.number });
    expect(data.labels.map(({ name }) => name)).toEqual(["security"]);
  });
});
