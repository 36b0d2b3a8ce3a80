import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openReviewer, refusal } from "../reviewer.ts";

let scene: Awaited<ReturnType<typeof openReviewer>>;
beforeEach(async () => {
  scene = await openReviewer();
});
afterEach(() => scene.close());

describe("the pull requests' API", () => {
  it("opens, lists by state and head, updates, merges", async () => {
    const { octokit, of, ada, repository } = scene;
    await ada.pushes(repository, { branch: "x", files: { "app.py": "x\n" } });
    const { data: made } = await octokit.rest.pulls.create({
      ...of,
      title: "X",
      head: "x",
      base: "main",
      body: "b",
      draft: true,
    });
    const at = { ...of, pull_number: made.number };

    const draft = await refusal(octokit.rest.pulls.merge(at));
    await octokit.rest.pulls.update({ ...at, title: "Y", state: "closed" });
    const open = (await octokit.rest.pulls.list(of)).data;
    const closed = (await octokit.rest.pulls.list({ ...of, state: "closed", head: "ada:x" })).data;
    await octokit.rest.pulls.update({ ...at, state: "open" });
    const pull = [...scene.world.pulls.values()][0];
    if (pull) await ada.marksReady(pull);
    const unmerged = await refusal(octokit.rest.pulls.checkIfMerged(at));
    const { data: merged } = await octokit.rest.pulls.merge({ ...at, merge_method: "squash" });

    expect([draft.status, unmerged.status, open.length]).toEqual([405, 404, 0]);
    expect(closed).toMatchObject([{ title: "Y", user: { login: "reflexgen[bot]" }, draft: true }]);
    expect((await octokit.rest.pulls.checkIfMerged(at)).status).toBe(204);
    expect((await octokit.rest.pulls.get(at)).data).toMatchObject({
      merged: true,
      merge_commit_sha: merged.sha,
      state: "closed",
    });
    const { data: commit } = await octokit.rest.repos.getCommit({ ...of, ref: merged.sha });
    expect(commit.commit.message).toBe("Change app.py (#1)");
    expect((await octokit.rest.pulls.listCommits(at)).data).toHaveLength(1);
  });

  it("shows a pull request whose fork is gone", async () => {
    const { octokit, of, eve, repository, world } = scene;
    const fork = await eve.forks(repository);
    const pull = await eve.opensPullRequest(repository, { fork, branch: "f", files: { "app.py": "f\n" }, title: "F" });
    const at = { ...of, pull_number: pull.number };
    const before = (await octokit.rest.pulls.get(at)).data;
    world.repositories.delete(fork.id);
    fork.git.close();

    const files = (await octokit.rest.pulls.listFiles(at)).data;
    const after = (await octokit.rest.pulls.get(at)).data;

    expect(before).toMatchObject({
      head: { label: "eve:f", repo: { full_name: "eve/shop", fork: true } },
      maintainer_can_modify: true,
    });
    expect(files).toMatchObject([{ filename: "app.py" }]);
    expect(after).toMatchObject({ state: "open", head: { label: "eve:f", repo: null, user: { login: "eve" } } });
  });

  it("answers a diff in the media type of diffs", async () => {
    const { octokit, of, ada, repository } = scene;
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });

    const answer = await octokit.rest.pulls.get({ ...of, pull_number: pull.number, mediaType: { format: "diff" } });

    expect(answer.data).toEqual(expect.any(String));
    expect(JSON.stringify(answer.data)).toMatch(/^"diff --git a\/app\.py b\/app\.py\\n/);
  });
});
