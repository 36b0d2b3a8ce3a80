import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Pull } from "../../../../demo/github/pulls/pull.ts";
import { openReviewer, refusal } from "../reviewer.ts";

const LINES = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
const text = (lines: string[]) => `${lines.join("\n")}\n`;

let scene: Awaited<ReturnType<typeof openReviewer>>;
let pull: Pull;
let at: { owner: string; repo: string; pull_number: number };

beforeEach(async () => {
  scene = await openReviewer({ "a.txt": text(LINES), "b.txt": "b\n" });
  const changed = LINES.with(4, "LINE 5").with(29, "LINE 30");
  pull = await scene.ada.opensPullRequest(scene.repository, {
    branch: "x",
    files: { "a.txt": text(changed) },
    title: "X",
  });
  at = { ...scene.of, pull_number: pull.number };
});
afterEach(() => scene.close());

type Comment = { path: string; body: string; line?: number; side?: string; start_line?: number; position?: number };

const HUNK = "Pull request review thread diff hunk can't be blank";
const LINE = "Pull request review thread line must be part of the diff";

describe("a review", () => {
  it.each<[string, Comment, string]>([
    ["a line outside", { path: "a.txt", line: 15, body: "x" }, `${LINE} and ${HUNK}`],
    ["a path outside", { path: "b.txt", line: 1, body: "x" }, `Pull request review thread path is invalid and ${HUNK}`],
    ["a new line on the old side", { path: "a.txt", line: 99, side: "LEFT", body: "x" }, `${LINE} and ${HUNK}`],
    [
      "a range over two hunks",
      { path: "a.txt", start_line: 5, line: 30, body: "x" },
      `Pull request review thread start line must be part of the same hunk as the line. and ${HUNK}`,
    ],
    [
      "a range from outside to outside",
      { path: "a.txt", start_line: 14, line: 15, body: "x" },
      `${LINE}, Pull request review thread start line must be part of the same hunk as the line., and ${HUNK}`,
    ],
    [
      "a range of one line",
      { path: "a.txt", start_line: 5, line: 5, body: "x" },
      "Pull request review thread start line must precede the end line.",
    ],
    [
      "a body of 65,537 characters",
      { path: "a.txt", line: 5, body: "x".repeat(65_537) },
      "Body is too long (maximum is 65536 characters)",
    ],
  ])("is refused whole for %s, without a word of which comment", async (_, comment, words) => {
    const comments = [{ path: "a.txt", line: 5, body: "fine" }, comment];

    const refused = await refusal(
      scene.octokit.rest.pulls.createReview({ ...at, event: "COMMENT", body: "b", comments }),
    );

    expect(refused).toEqual({ status: 422, message: "Unprocessable Entity", errors: [words] });
    expect(scene.world.reviews.size + scene.world.reviewComments.size).toBe(0);
  });

  it("stands with its comments where they were put", async () => {
    const comments = [
      { path: "a.txt", line: 5, body: "new" },
      { path: "a.txt", line: 5, side: "LEFT", body: "old" },
      { path: "a.txt", start_line: 28, line: 30, side: "RIGHT", start_side: "RIGHT", body: "range" },
    ];

    const { data: review } = await scene.octokit.rest.pulls.createReview({
      ...at,
      event: "COMMENT",
      body: "All",
      comments,
    });
    const { data: listed } = await scene.octokit.rest.pulls.listReviewComments(at);
    const { data: ofReview } = await scene.octokit.rest.pulls.listCommentsForReview({
      ...at,
      review_id: Number(review.id),
    });

    expect(review).toMatchObject({ state: "COMMENTED", commit_id: pull.head.sha, user: { login: "reflexgen[bot]" } });
    expect(listed.map(({ line, side, start_line, position }) => ({ line, side, start_line, position }))).toEqual([
      { line: 5, side: "RIGHT", start_line: null, position: 5 },
      { line: 5, side: "LEFT", start_line: null, position: 4 },
      { line: 30, side: "RIGHT", start_line: 28, position: 14 },
    ]);
    expect(listed[0]?.diff_hunk).toBe("@@ -2,7 +2,7 @@ line 1\n line 2\n line 3\n line 4\n-line 5\n+LINE 5");
    expect(ofReview).toHaveLength(3);
  });

  it("knows the older way of positions", async () => {
    const comments = [{ path: "a.txt", position: 14, body: "x" }];

    await scene.octokit.rest.pulls.createReview({ ...at, event: "COMMENT", body: "b", comments });

    const [comment] = (await scene.octokit.rest.pulls.listReviewComments(at)).data;
    expect(comment).toMatchObject({ line: 30, side: "RIGHT", position: 14 });
  });

  it("is its author's alone while it is pending, and the only one", async () => {
    const pending = await scene.octokit.rest.pulls.createReview({
      ...at,
      comments: [{ path: "a.txt", line: 5, body: "x" }],
    });
    const again = await refusal(scene.octokit.rest.pulls.createReview({ ...at, event: "COMMENT", body: "b" }));
    const seen = (await scene.octokit.rest.pulls.listReviews(at)).data;
    const comments = (await scene.octokit.rest.pulls.listReviewComments(at)).data;

    expect(pending.data).toMatchObject({ state: "PENDING" });
    expect(pending.data).not.toHaveProperty("submitted_at");
    expect(again.errors).toEqual(["User can only have one pending review per pull request"]);
    expect([seen.length, comments.length]).toEqual([1, 0]);

    await scene.octokit.rest.pulls.submitReview({ ...at, review_id: Number(pending.data.id), event: "COMMENT" });
    expect((await scene.octokit.rest.pulls.listReviewComments(at)).data).toHaveLength(1);
  });

  it("can be thrown away while pending, not later", async () => {
    const { data: pending } = await scene.octokit.rest.pulls.createReview({
      ...at,
      comments: [{ path: "a.txt", line: 5, body: "x" }],
    });
    await scene.octokit.rest.pulls.deletePendingReview({ ...at, review_id: Number(pending.id) });
    const { data: said } = await scene.octokit.rest.pulls.createReview({ ...at, event: "COMMENT", body: "b" });

    const late = await refusal(scene.octokit.rest.pulls.deletePendingReview({ ...at, review_id: Number(said.id) }));

    expect(late.status).toBe(422);
    expect(scene.world.threads.size).toBe(0);
  });

  it("says something, and does not approve one's own", async () => {
    const mine = await scene.ada.opensPullRequest(scene.repository, { branch: "y", files: { c: "c" }, title: "Y" });

    const empty = await refusal(scene.octokit.rest.pulls.createReview({ ...at, event: "COMMENT" }));

    expect(empty.status).toBe(422);
    await expect(scene.ada.reviews(mine, { event: "APPROVE" })).rejects.toMatchObject({
      errors: ["Review Can not approve your own pull request"],
    });
    expect(scene.world.reviews.size).toBe(0);
  });

  it("of an earlier commit is outdated where its lines changed; a commit that was forced away is no part any more", async () => {
    const old = pull.head.sha;
    await scene.ada.pushes(scene.repository, {
      branch: "x",
      files: { "a.txt": text(LINES.with(4, "five").with(29, "LINE 30")) },
    });
    const comments = [
      { path: "a.txt", line: 5, body: "gone" },
      { path: "a.txt", line: 30, body: "there" },
    ];

    await scene.octokit.rest.pulls.createReview({ ...at, event: "COMMENT", body: "b", commit_id: old, comments });

    const listed = (await scene.octokit.rest.pulls.listReviewComments(at)).data;
    expect(listed.map(({ line, original_line, commit_id }) => ({ line, original_line, commit_id }))).toEqual([
      { line: null, original_line: 5, commit_id: old },
      { line: 30, original_line: 30, commit_id: pull.head.sha },
    ]);
    await scene.ada.pushes(scene.repository, { branch: "x", from: "main", files: { "a.txt": "z\n" }, force: true });
    const refused = await refusal(
      scene.octokit.rest.pulls.createReview({ ...at, event: "COMMENT", body: "b", commit_id: old }),
    );
    expect(refused.status).toBe(422);
  });
});

describe("a single comment", () => {
  it("is refused field by field", async () => {
    const comment = { ...at, body: "x", commit_id: pull.head.sha, path: "a.txt", line: 15 };

    const refused = await refusal(scene.octokit.rest.pulls.createReviewComment(comment));

    expect(refused).toMatchObject({
      status: 422,
      message: "Validation Failed",
      errors: [{ field: "pull_request_review_thread.line" }, { code: "missing_field" }],
    });
  });

  it("is answered, edited by its author and by maintainers, and taken away", async () => {
    const place = { ...at, body: "x", commit_id: pull.head.sha, path: "a.txt", line: 5 };
    const { data: first } = await scene.octokit.rest.pulls.createReviewComment(place);
    const { data: reply } = await scene.octokit.rest.pulls.createReplyForReviewComment({
      ...at,
      comment_id: Number(first.id),
      body: "r",
    });
    const { data: nested } = await scene.octokit.rest.pulls.createReplyForReviewComment({
      ...at,
      comment_id: Number(reply.id),
      body: "n",
    });

    await scene.octokit.rest.pulls.updateReviewComment({ ...scene.of, comment_id: Number(first.id), body: "better" });
    const comment = scene.world.reviewComments.get(Number(first.id));
    if (comment) scene.ada.editsReviewComment(comment, "Ada's\nwords");
    await scene.octokit.rest.pulls.deleteReviewComment({ ...scene.of, comment_id: Number(reply.id) });

    expect(nested.in_reply_to_id).toBe(first.id);
    const listed = (await scene.octokit.rest.pulls.listReviewComments(at)).data;
    expect(listed.map(({ body, user }) => [body, user?.login])).toEqual([
      ["Ada's\r\nwords", "reflexgen[bot]"],
      ["n", "reflexgen[bot]"],
    ]);
    expect(() => comment && scene.eve.editsReviewComment(comment, "no")).toThrow("permission");
  });
});

describe("comments after a push", () => {
  it("move with their lines, go out of date with them, and come back when the push is undone", async () => {
    const comments = [
      { path: "a.txt", line: 5, body: "five" },
      { path: "a.txt", start_line: 29, line: 30, body: "range" },
    ];
    await scene.octokit.rest.pulls.createReview({ ...at, event: "COMMENT", body: "b", comments });
    const first = pull.head.sha;
    const places = async () =>
      (await scene.octokit.rest.pulls.listReviewComments(at)).data.map(({ line, start_line }) => [start_line, line]);

    const shifted = ["new", ...LINES.with(4, "LINE 5").with(28, "twenty-nine").with(29, "LINE 30")];
    await scene.ada.pushes(scene.repository, { branch: "x", files: { "a.txt": text(shifted) } });
    const after = await places();
    await scene.ada.forcePushes(scene.repository, "x", first);

    expect(after).toEqual([
      [null, 6],
      [null, null],
    ]);
    expect(await places()).toEqual([
      [null, 5],
      [29, 30],
    ]);
  });
});
