import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { sign } from "../deliver.ts";
import { answers, commitsSince, reviewed, SCALE } from "./apply-scene.ts";
import { openStage, opened, type Scene, type Stage, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const ASKED =
  "2 checked fixes wait here. GitHub tells nobody who pressed the button, so somebody with write access has to say it in a comment:\n\n```text\n/reflexgen apply all\n```";

function checkOf({ ada }: Pick<Scene, "ada">, pull: Pull) {
  const run = ada.sees(pull).checks.at(-1);
  if (!run) throw new Error("there is no check");
  return run;
}

/** A delivery of somebody who knows the webhook's secret. */
async function forge(event: string, payload: object): Promise<void> {
  const body = JSON.stringify(payload);
  const headers = {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": sign(body, stage.app.webhook.secret),
  };
  const { status } = await fetch(stage.app.webhook.url, { method: "POST", body, headers });
  expect(status).toBeLessThan(300);
}

const commits = () => stage.github.ledger.writesOf("graphql:createCommitOnBranch");
const maintainer = { login: "bob", type: "User" };

describe("the button of the check", () => {
  it("only asks: one comment a head, however often it is pressed", async () => {
    const { pull, ada, bob, old } = await reviewed(stage);
    const check = checkOf({ ada }, pull);

    for (const person of [ada, bob, ada]) person.clicks(check, "apply");
    await stage.quiet();

    expect(check.actions).toMatchObject([{ identifier: "review" }, { identifier: "apply", label: "Apply fixes" }]);
    expect(pull.head.sha).toBe(old);
    expect(answers({ ada }, pull)).toEqual([ASKED]);
  });

  it("says nothing on a head that is not the newest", async () => {
    const { pull, ada, repository } = await reviewed(stage);
    const check = checkOf({ ada }, pull);
    await ada.pushes(repository, { branch: "feature", files: { "app.py": `${WEAK}\n` } });
    await stage.quiet();

    ada.clicks(check, "apply");
    await stage.quiet();

    expect(answers({ ada }, pull)).toEqual([]);
  });

  it("says so where the settings were changed since", async () => {
    const { pull, ada, repository, old } = await reviewed(stage);
    const check = checkOf({ ada }, pull);
    await ada.pushes(repository, { branch: "main", files: { ".github/reflexgen.yml": "apply: false\n" } });
    await stage.quiet();

    ada.clicks(check, "apply");
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers({ ada }, pull)).toEqual([
      "Nothing was committed: the settings of this repository turn it off: commit the suggestions yourself",
    ]);
  });
});

describe("forged deliveries, with the right secret (A6, W16)", () => {
  it("of the button, with checks of other pull requests, tenants and heads, commit nothing", async () => {
    const here = await reviewed(stage);
    const there = await reviewed(stage);
    const stale = checkOf(here, here.pull);
    await here.ada.pushes(here.repository, { branch: "feature", files: { "app.py": `${WEAK}\n` } });
    await stage.quiet();
    stage.github.ledger.clear();
    const checks = [checkOf(here, here.pull), stale, checkOf(there, there.pull), { id: 987_654, headSha: here.old }];
    const scenes = [here, there];

    for (let round = 0; round < 3 * SCALE; round++)
      for (const scene of scenes)
        for (const { id, headSha } of checks)
          for (const identifier of ["apply", "apply-all", "review\napply"])
            await forge("check_run", {
              action: "requested_action",
              check_run: { id, head_sha: headSha, app: { id: stage.app.id } },
              requested_action: { identifier },
              repository: { id: scene.repository.id },
              installation: { id: scene.installation.id },
              sender: { ...maintainer, forged: round },
            });
    await stage.quiet();

    expect(commits()).toEqual([]);
    for (const scene of scenes) expect(answers(scene, scene.pull)).toEqual([ASKED]);
  });

  it("of a tick that nobody made, and of commands that nobody wrote, commit nothing", async () => {
    const here = await reviewed(stage);
    const there = await reviewed(stage);
    const eve = here.eve.comments(here.pull, "/reflexgen apply all");
    const ours = stage.github.world.issueComments.values().filter(({ appId }) => appId !== undefined);
    const comments = [here.summary.id, there.summary.id, eve.id, 987_654, ...[...ours].map(({ id }) => id).slice(-20)];
    await stage.quiet();
    stage.github.ledger.clear();

    for (let round = 0; round < 2 * SCALE; round++)
      for (const scene of [here, there])
        for (const id of comments)
          for (const type of ["Bot", "User"])
            await forge("issue_comment", {
              action: type === "Bot" ? "edited" : "created",
              issue: { number: scene.pull.number, pull_request: {} },
              comment: {
                id,
                body: "/reflexgen apply all",
                user: { login: type === "Bot" ? "reflexgen[bot]" : "bob", type },
                performed_via_github_app: type === "Bot" ? { id: stage.app.id } : null,
              },
              repository: { id: scene.repository.id },
              installation: { id: scene.installation.id },
              sender: { ...maintainer, forged: round },
            });
    await stage.quiet();

    expect(commits()).toEqual([]);
    for (const { pull, old } of [here, there]) expect(pull.head.sha).toBe(old);
    expect(answers(there, there.pull)).toEqual([]);
  });

  it("that name another installation's repository reach nothing there", async () => {
    const here = await reviewed(stage);
    const there = await reviewed(stage);
    here.ada.clicks(checkOf(here, here.pull), "review");
    await stage.quiet();
    stage.github.ledger.clear();

    await forge("check_run", {
      action: "requested_action",
      check_run: { id: checkOf(there, there.pull).id, head_sha: there.old, app: { id: stage.app.id } },
      requested_action: { identifier: "apply" },
      repository: { id: there.repository.id },
      installation: { id: here.installation.id },
      sender: maintainer,
    });
    await stage.quiet();

    expect(stage.github.ledger.writes.filter(({ operation }) => !operation.startsWith("apps/"))).toEqual([]);
    expect(await commitsSince(there, there.pull, there.old)).toEqual([]);
    expect(answers(there, there.pull)).toEqual([]);
  });
});

it("the button is not there where nothing could be applied", async () => {
  const scene = await stage.scene();
  const pull = await opened(stage, scene, { "app.py": "import sqlite3\n\n\ndef a():\n    return 2\n" });

  expect(checkOf(scene, pull).actions.map(({ identifier }) => identifier)).toEqual(["review"]);
});
