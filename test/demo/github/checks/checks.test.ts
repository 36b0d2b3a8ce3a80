import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { CheckRun } from "../../../../demo/github/checks/check-run.ts";
import { branchSha } from "../../../../demo/github/git/refs.ts";
import type { Pull } from "../../../../demo/github/pulls/pull.ts";
import { openReviewer, refusal } from "../reviewer.ts";

let scene: Awaited<ReturnType<typeof openReviewer>>;
let pull: Pull;
beforeEach(async () => {
  scene = await openReviewer();
  pull = await scene.ada.opensPullRequest(scene.repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });
});
afterEach(() => scene.close());

const run = (id: number | bigint): CheckRun => scene.world.checkRuns.get(Number(id)) ?? fail();
const fail = (): never => {
  throw new Error("there is none");
};
const annotation = { path: "app.py", start_line: 1, end_line: 1, annotation_level: "warning", message: "m" } as const;

describe("check runs", () => {
  it("are changed by the App that made them and nobody else", async () => {
    const { octokit, of, github } = scene;
    const { data } = await octokit.rest.checks.create({ ...of, name: "ReflexGen", head_sha: pull.head.sha });
    run(data.id).appId = github.createApp({ name: "Other", permissions: {}, events: [] }).app.id;

    const refused = await refusal(
      octokit.rest.checks.update({ ...of, check_run_id: Number(data.id), status: "in_progress" }),
    );

    expect(refused).toMatchObject({
      status: 403,
      message: expect.stringContaining("can only be modified by the GitHub App that created it"),
    });
  });

  it("need a commit, an order of lines, and a conclusion to be completed", async () => {
    const { octokit, of } = scene;
    const base = { ...of, name: "ReflexGen", head_sha: pull.head.sha };
    const output = { title: "t", summary: "s", annotations: [{ ...annotation, start_line: 2 }] };

    const refused = [
      await refusal(octokit.rest.checks.create({ ...base, head_sha: "0".repeat(40) })),
      await refusal(octokit.rest.checks.create({ ...base, output })),
    ];

    expect(refused.map(({ status }) => status)).toEqual([422, 422]);
    expect(scene.world.checkRuns.size).toBe(0);
  });

  it("grow by annotations, keep their external id, and are listed newest of a name", async () => {
    const { octokit, of } = scene;
    const base = { ...of, name: "ReflexGen", head_sha: pull.head.sha };
    await octokit.rest.checks.create({ ...base, status: "completed", conclusion: "neutral" });
    const output = (count: number) => ({
      title: "t",
      summary: "s",
      annotations: Array.from({ length: count }, () => annotation),
    });
    const { data } = await octokit.rest.checks.create({ ...base, external_id: "state", output: output(50) });

    await octokit.rest.checks.update({ ...of, check_run_id: Number(data.id), output: output(20) });
    await octokit.rest.checks.update({ ...of, check_run_id: Number(data.id), conclusion: "failure" });

    const { data: listed } = await octokit.rest.checks.listForRef({ ...of, ref: "x" });
    expect(listed.check_runs).toMatchObject([
      {
        id: data.id,
        external_id: "state",
        status: "completed",
        conclusion: "failure",
        output: { annotations_count: 70 },
      },
    ]);
    expect(listed.check_runs[0]?.pull_requests).toMatchObject([{ number: pull.number }]);
    const all = await octokit.rest.checks.listForRef({ ...of, ref: pull.head.sha, filter: "all" });
    expect(all.data.total_count).toBe(2);
    expect(
      (await octokit.rest.checks.listAnnotations({ ...of, check_run_id: Number(data.id), page: 3 })).data,
    ).toHaveLength(10);
    const { data: suites } = await octokit.rest.checks.listSuitesForRef({ ...of, ref: pull.head.sha });
    expect(suites.check_suites).toMatchObject([
      { status: "completed", conclusion: "failure", latest_check_runs_count: 2 },
    ]);
  });

  it("have buttons that people with write access click, and can be asked for again", async () => {
    const { octokit, of, ada, eve, world } = scene;
    const actions = [{ label: "Fix", description: "Apply the fixes", identifier: "fix" }];
    const { data } = await octokit.rest.checks.create({ ...of, name: "R", head_sha: pull.head.sha, actions });
    const suite = world.checkSuites.get(run(data.id).suiteId) ?? fail();

    ada.clicks(run(data.id), "fix");
    ada.rerunsCheck(run(data.id));
    await ada.rerunsAllChecks(suite);

    expect(() => eve.clicks(run(data.id), "fix")).toThrow("permission");
    expect(() => ada.clicks(run(data.id), "other")).toThrow("no button");
  });
});

describe("a required check", () => {
  const required = {
    pattern: "main",
    kind: "protection" as const,
    requiredChecks: [{ context: "ReflexGen" }],
    pullRequestRequired: true,
  };

  it.each(["success", "neutral", "skipped"] as const)("is satisfied by %s", async (conclusion) => {
    const { octokit, of, ada, repository } = scene;
    repository.rules.push(required);

    const before = await refusal(octokit.rest.pulls.merge({ ...of, pull_number: pull.number }));
    await octokit.rest.checks.create({ ...of, name: "ReflexGen", head_sha: pull.head.sha, conclusion });

    expect(before).toMatchObject({ status: 405 });
    await ada.merges(pull);
  });

  it("lets the merge queue in or out", async () => {
    const { octokit, of, ada, repository, world } = scene;
    repository.rules.push(required);
    await ada.enqueues(pull);
    const entry = world.mergeQueue[0] ?? fail();
    await octokit.rest.checks.create({ ...of, name: "ReflexGen", head_sha: entry.headSha, conclusion: "failure" });
    const left = [world.mergeQueue.length, pull.state];

    await ada.enqueues(pull);
    const again = world.mergeQueue[0] ?? fail();
    await octokit.rest.checks.create({ ...of, name: "ReflexGen", head_sha: again.headSha, conclusion: "success" });

    expect(left).toEqual([0, "open"]);
    expect(pull).toMatchObject({ state: "closed", merged: { sha: again.headSha } });
    expect(await branchSha(repository.git, "main")).toBe(again.headSha);
    expect(await branchSha(repository.git, again.branch)).toBeUndefined();
  });
});
