import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openReviewer, refusal } from "../reviewer.ts";

const SUBMODULE = "1".repeat(40);

let scene: Awaited<ReturnType<typeof openReviewer>>;
beforeEach(async () => {
  scene = await openReviewer({
    "src/app.py": "a\r\nb",
    'src/ü "x".txt': "odd\n",
    "run.sh": { content: "echo\n", mode: "100755" },
    link: { content: "src/app.py", mode: "120000" },
    away: { content: "/etc/passwd", mode: "120000" },
    vendor: { submodule: SUBMODULE },
    "large.bin": new Uint8Array(1_100_000),
  });
});
afterEach(() => scene.close());

const decoded = (data: object) =>
  "content" in data ? Buffer.from(String(data.content), "base64").toString() : undefined;

describe("contents", () => {
  it("answer files, links, submodules, folders and large files as what they are", async () => {
    const { octokit, of } = scene;
    const read = async (path: string) => (await octokit.rest.repos.getContent({ ...of, path })).data;

    expect(decoded(await read("src/app.py"))).toBe("a\r\nb");
    expect(decoded(await read('src/ü "x".txt'))).toBe("odd\n");
    expect(decoded(await read("link"))).toBe("a\r\nb");
    expect(await read("away")).toMatchObject({ type: "symlink", target: "/etc/passwd" });
    expect(await read("vendor")).toMatchObject({ type: "submodule", sha: SUBMODULE });
    expect(await read("large.bin")).toMatchObject({ encoding: "none", content: "", size: 1_100_000 });
    expect(await read("")).toHaveLength(6);
    expect(await read("src")).toMatchObject([{ path: "src/app.py", type: "file", size: 4 }, { type: "file" }]);
    expect(await refusal(read("src/none"))).toMatchObject({ status: 404 });
  });

  it("are written when the file is as the writer saw it", async () => {
    const { octokit, of, repository } = scene;
    const path = "run.sh";
    const content = Buffer.from("new\n").toString("base64");
    const { data } = await octokit.rest.repos.getContent({ ...of, path });
    const sha = "sha" in data ? data.sha : "";

    const unseen = await refusal(octokit.rest.repos.createOrUpdateFileContents({ ...of, path, content, message: "m" }));
    const { data: made } = await octokit.rest.repos.createOrUpdateFileContents({
      ...of,
      path,
      content,
      message: "m",
      sha,
    });
    const stale = await refusal(
      octokit.rest.repos.createOrUpdateFileContents({ ...of, path, content, message: "m", sha }),
    );

    expect([unseen.status, stale.status]).toEqual([422, 409]);
    expect(made.commit.verification).toMatchObject({ verified: true });
    expect((await octokit.rest.git.getTree({ ...of, tree_sha: "main" })).data.tree).toContainEqual(
      expect.objectContaining({ path, mode: "100755" }),
    );
    repository.rules.push({ pattern: "main", kind: "protection", requiredChecks: [], pullRequestRequired: true });
    const locked = await refusal(
      octokit.rest.repos.createOrUpdateFileContents({ ...of, path: "x", content, message: "m" }),
    );
    expect(locked).toMatchObject({
      status: 422,
      message: expect.stringContaining("must be made through a pull request"),
    });
  });
});

describe("git's own objects", () => {
  it("make a branch from blob, tree and commit", async () => {
    const { octokit, of } = scene;
    const { data: ref } = await octokit.rest.git.getRef({ ...of, ref: "heads/main" });
    const parent = ref.object.sha;
    const { data: commit } = await octokit.rest.git.getCommit({ ...of, commit_sha: parent });
    const { data: blob } = await octokit.rest.git.createBlob({ ...of, content: "blob\n" });
    const { data: tree } = await octokit.rest.git.createTree({
      ...of,
      base_tree: commit.tree.sha,
      tree: [
        { path: "run.sh", mode: "100755", type: "blob", sha: blob.sha },
        { path: "docs/new.md", mode: "100644", content: "new\n" },
        { path: "large.bin", sha: null },
      ],
    });
    const { data: made } = await octokit.rest.git.createCommit({
      ...of,
      message: "m",
      tree: tree.sha,
      parents: [parent],
    });

    await octokit.rest.git.createRef({ ...of, ref: "refs/heads/feature/x", sha: made.sha });

    const { data: whole } = await octokit.rest.git.getTree({ ...of, tree_sha: "feature/x", recursive: "true" });
    expect(whole.tree.map(({ path }) => path)).toEqual([
      "away",
      "docs",
      "docs/new.md",
      "link",
      "run.sh",
      "src",
      "src/app.py",
      'src/ü "x".txt',
      "vendor",
    ]);
    expect(made.verification.verified).toBe(true);
    expect(decoded((await octokit.rest.git.getBlob({ ...of, file_sha: blob.sha })).data)).toBe("blob\n");
    const { data: matching } = await octokit.rest.git.listMatchingRefs({ ...of, ref: "heads/feature" });
    expect(matching.map(({ ref }) => ref)).toEqual(["refs/heads/feature/x"]);
  });

  it("lose no commits without force", async () => {
    const { octokit, of, ada, repository } = scene;
    const first = (await octokit.rest.git.getRef({ ...of, ref: "heads/main" })).data.object.sha;
    await ada.pushes(repository, { branch: "main", files: { a: "a" } });

    const refused = await refusal(octokit.rest.git.updateRef({ ...of, ref: "heads/main", sha: first }));
    const { data } = await octokit.rest.git.updateRef({ ...of, ref: "heads/main", sha: first, force: true });

    expect(refused).toMatchObject({ status: 422, message: "Update is not a fast forward" });
    expect(data.object.sha).toBe(first);
    expect(await refusal(octokit.rest.git.createRef({ ...of, ref: "refs/heads/main", sha: first }))).toMatchObject({
      message: "Reference already exists",
    });
    expect(await refusal(octokit.rest.git.deleteRef({ ...of, ref: "heads/none" }))).toMatchObject({ status: 422 });
  });

  it.each(["../x", ".git/config", "a//b", "."])("refuse the path %j in a tree", async (path) => {
    const { octokit, of } = scene;

    const refused = await refusal(
      octokit.rest.git.createTree({ ...of, tree: [{ path, mode: "100644", content: "x" }] }),
    );

    expect(refused.status).toBe(422);
  });
});

describe("comparisons, commits and branches", () => {
  it("compare three dots, also with a fork", async () => {
    const { octokit, of, ada, eve, repository } = scene;
    const fork = await eve.forks(repository);
    await eve.pushes(fork, { branch: "f", files: { "src/app.py": "fork\n" } });
    await ada.pushes(repository, { branch: "main", files: { other: "x" } });

    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...of, basehead: "main...eve:f" });
    const same = await octokit.rest.repos.compareCommitsWithBasehead({ ...of, basehead: "main...main" });

    expect(data).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1, total_commits: 1 });
    expect(data.files?.map(({ filename }) => filename)).toEqual(["src/app.py"]);
    expect(same.data.status).toBe("identical");
  });

  it("show a commit with its files, and the pull requests that hold it", async () => {
    const { octokit, of, ada, repository } = scene;
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "run.sh": "x\n" }, title: "X" });

    const { data: commit } = await octokit.rest.repos.getCommit({ ...of, ref: "x" });
    const { data: pulls } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
      ...of,
      commit_sha: commit.sha,
    });
    const { data: commits } = await octokit.rest.repos.listCommits({ ...of, sha: "x", path: "run.sh" });

    expect(commit).toMatchObject({
      sha: pull.head.sha,
      stats: { additions: 1, deletions: 1 },
      author: { login: "ada" },
    });
    expect(pulls.map(({ number }) => number)).toEqual([1]);
    expect(commits).toHaveLength(2);
    expect(await refusal(octokit.rest.repos.getCommit({ ...of, ref: "nowhere" }))).toMatchObject({ status: 422 });
  });

  it("tell of protection and of rules", async () => {
    const { octokit, of, repository } = scene;
    const open = await refusal(octokit.rest.repos.getBranchProtection({ ...of, branch: "main" }));
    const common = { pattern: "main", requiredChecks: [{ context: "ReflexGen" }], pullRequestRequired: true };
    repository.rules.push({ ...common, kind: "protection" }, { ...common, kind: "ruleset" });

    const { data: branch } = await octokit.rest.repos.getBranch({ ...of, branch: "main" });
    const { data: protection } = await octokit.rest.repos.getBranchProtection({ ...of, branch: "main" });
    const { data: rules } = await octokit.rest.repos.getBranchRules({ ...of, branch: "main" });

    expect(open).toMatchObject({ status: 404, message: "Branch not protected" });
    expect(branch).toMatchObject({
      protected: true,
      protection: { required_status_checks: { contexts: ["ReflexGen"] } },
    });
    expect(protection.required_status_checks?.contexts).toEqual(["ReflexGen"]);
    expect(rules.map(({ type }) => type)).toEqual(["required_status_checks", "pull_request"]);
  });

  it("say what somebody may do now", async () => {
    const { octokit, of, eve, repository } = scene;
    const ask = async () => (await octokit.rest.repos.getCollaboratorPermissionLevel({ ...of, username: "eve" })).data;

    const stranger = await ask();
    repository.collaborators.set(eve.account.id, "maintain");

    expect([stranger.permission, (await ask()).permission, (await ask()).role_name]).toEqual([
      "read",
      "write",
      "maintain",
    ]);
    repository.collaborators.delete(eve.account.id);
    repository.private = true;
    expect((await ask()).permission).toBe("none");
  });
});

describe("files of a pull request", () => {
  it("come by pages, and without patches past 20,000 lines a response", async () => {
    const { octokit, of, ada, repository } = scene;
    const many = "x\n".repeat(9_000);
    const files = {
      ...Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`f${String(index).padStart(3, "0")}`, "x\n"])),
      z1: many,
      z2: many,
      z3: many,
    };
    const pull = await ada.opensPullRequest(repository, { branch: "x", files, title: "X" });
    const at = { ...of, pull_number: pull.number };

    const all = await octokit.paginate(octokit.rest.pulls.listFiles, { ...at, per_page: 100 });
    const { data: last } = await octokit.rest.pulls.listFiles({ ...at, per_page: 1, page: 123 });
    const { data: shown } = await octokit.rest.pulls.get(at);

    expect(all).toHaveLength(123);
    expect(all.slice(-3).map(({ patch, additions }) => [patch === undefined, additions])).toEqual([
      [false, 9_000],
      [false, 9_000],
      [true, 0],
    ]);
    expect(last).toMatchObject([{ filename: "z3", additions: 9_000 }]);
    expect(shown).toMatchObject({ changed_files: 123, additions: 27_120 });
    expect(await refusal(octokit.rest.pulls.get({ ...at, mediaType: { format: "diff" } }))).toMatchObject({
      status: 406,
    });
  });
});
