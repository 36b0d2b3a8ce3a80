import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { branchSha } from "../../../../demo/github/git/refs.ts";
import { readTree } from "../../../../demo/github/git/tree.ts";
import type { Pull } from "../../../../demo/github/pulls/pull.ts";
import { openReviewer } from "../reviewer.ts";

let scene: Awaited<ReturnType<typeof openReviewer>>;
let pull: Pull;
beforeEach(async () => {
  scene = await openReviewer({ "app.py": "a\n", "run.sh": { content: "echo\n", mode: "100755" } });
  pull = await scene.ada.opensPullRequest(scene.repository, { branch: "x", files: { "app.py": "b\nc\n" }, title: "X" });
});
afterEach(() => scene.close());

const THREADS = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    reviewThreads(first: 1, after: $after) {
      pageInfo { hasNextPage endCursor } totalCount
      nodes { id isResolved isOutdated line resolvedBy { login } viewerCanResolve
        comments(first: 10) { nodes { databaseId body author { login __typename } editor { login } isMinimized } } }
    } } } }`;
const RESOLVE = `mutation ($threadId: ID!) { resolveReviewThread(input: { threadId: $threadId }) { thread { id isResolved } } }`;
const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid signature { isValid } } } }`;

type Threads = {
  repository: {
    pullRequest: {
      reviewThreads: {
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
        nodes: { id: string; isResolved: boolean; comments: { nodes: { databaseId: number }[] } }[];
      };
    };
  };
};

async function threads(after?: string) {
  const asked = { ...scene.of, number: pull.number, ...(after !== undefined && { after }) };
  const data = await scene.octokit.graphql<Threads>(THREADS, asked);
  return data.repository.pullRequest.reviewThreads;
}

async function review() {
  const comments = [1, 2].map((line) => ({ path: "app.py", line, body: `line ${line}` }));
  await scene.octokit.rest.pulls.createReview({
    ...scene.of,
    pull_number: pull.number,
    event: "COMMENT",
    body: "b",
    comments,
  });
}

const base64 = (text: string) => Buffer.from(text).toString("base64");
const commit = (expectedHeadOid: string, more: object = {}) =>
  scene.octokit.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(COMMIT, {
    input: {
      branch: { repositoryNameWithOwner: "ada/shop", branchName: "x" },
      expectedHeadOid,
      message: { headline: "Fix" },
      fileChanges: { additions: [{ path: "run.sh", contents: base64("new\n") }], deletions: [{ path: "app.py" }] },
      ...more,
    },
  });

describe("review threads", () => {
  it("can't be resolved without contents: write", async () => {
    await review();
    const [installation] = [...scene.world.installations.values()];
    if (installation) installation.permissions = { ...installation.permissions, contents: "read" };
    const [thread] = (await threads()).nodes;

    await expect(scene.octokit.graphql(RESOLVE, { threadId: thread?.id })).rejects.toMatchObject({
      errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }],
    });
  });

  it("come by pages with their comments, and are resolved by the bot", async () => {
    await review();
    const first = await threads();
    const second = await threads(first.pageInfo.endCursor);

    await scene.octokit.graphql(RESOLVE, { threadId: first.nodes[0]?.id });

    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([2, true, false]);
    expect((await threads()).nodes).toMatchObject([
      {
        isResolved: true,
        isOutdated: false,
        line: 1,
        resolvedBy: { login: "reflexgen" },
        comments: { nodes: [{ body: "line 1", author: { login: "reflexgen", __typename: "Bot" }, editor: null }] },
      },
    ]);
  });

  it("tell who edited a comment, and fold it away", async () => {
    await review();
    const [thread] = (await threads()).nodes;
    const comment = scene.world.reviewComments.get(thread?.comments.nodes[0]?.databaseId ?? 0);
    if (comment) scene.ada.editsReviewComment(comment, "edited");

    await scene.octokit.graphql(
      `mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { minimizedReason } } }`,
      { id: comment?.nodeId },
    );

    expect((await threads()).nodes[0]?.comments.nodes).toMatchObject([
      { body: "edited", author: { login: "reflexgen" }, editor: { login: "ada" }, isMinimized: true },
    ]);
  });

  it("of a private repository are not there for others", async () => {
    await review();
    const [thread] = (await threads()).nodes;
    scene.repository.private = true;
    scene.world.installations.forEach((installation) => (installation.repositoryIds = new Set()));

    await expect(threads()).rejects.toMatchObject({ errors: [{ type: "NOT_FOUND" }] });
    await expect(
      scene.octokit.graphql(`query ($id: ID!) { node(id: $id) { id } }`, { id: thread?.id }),
    ).rejects.toMatchObject({ errors: [{ type: "NOT_FOUND" }] });
  });
});

describe("createCommitOnBranch", () => {
  it("is stale when the branch moved, and clobbers nothing of many at once", async () => {
    const old = pull.head.sha;

    const made = await Promise.allSettled(["1", "2", "3"].map((headline) => commit(old, { message: { headline } })));

    const failed = made.filter((one) => one.status === "rejected");
    expect(failed).toHaveLength(2);
    expect(failed[0]?.reason).toMatchObject({
      errors: [
        { type: "STALE_DATA", message: `Expected branch to point to "${old}" but it did not.  Pull and try again.` },
      ],
    });
  });

  it("writes whole files, keeps modes, signs, and tells", async () => {
    const { createCommitOnBranch: made } = await commit(pull.head.sha);

    expect(pull.head.sha).toBe(made.commit.oid);
    expect(await readTree(scene.repository.git, made.commit.oid)).toMatchObject([{ path: "run.sh", mode: "100755" }]);
    const { data } = await scene.octokit.rest.repos.getCommit({ ...scene.of, ref: made.commit.oid });
    expect(data).toMatchObject({
      author: { login: "reflexgen[bot]" },
      commit: { committer: { name: "GitHub" }, verification: { verified: true } },
    });
  });

  it.each<[string, object]>([
    ["a path out of the tree", { fileChanges: { additions: [{ path: "../x", contents: "" }] } }],
    ["git's own folder", { fileChanges: { additions: [{ path: ".git/config", contents: "" }] } }],
    ["a file that is not there", { fileChanges: { deletions: [{ path: "none" }] } }],
    ["a workflow", { fileChanges: { additions: [{ path: ".github/workflows/x.yml", contents: "" }] } }],
    ["a protected branch", { branch: { repositoryNameWithOwner: "ada/shop", branchName: "main" } }],
    ["a fork", { branch: { repositoryNameWithOwner: "eve/shop", branchName: "main" } }],
  ])("is refused for %s", async (_, more) => {
    const { eve, repository } = scene;
    await eve.forks(repository);
    repository.rules.push({ pattern: "main", kind: "ruleset", requiredChecks: [], pullRequestRequired: true });
    const main = (await branchSha(repository.git, "main")) ?? "";

    const refused = commit("branch" in more ? main : pull.head.sha, more);

    await expect(refused).rejects.toMatchObject({
      errors: [{ type: expect.stringMatching(/UNPROCESSABLE|FORBIDDEN/) }],
    });
    expect(await branchSha(repository.git, "main")).toBe(main);
  });
});
