import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import nock from "nock";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import type { Delivery } from "../../../demo/github/webhooks/delivery.ts";
import { until } from "../test-app.ts";
import { lessonsIn } from "./lessons.ts";
import { CLEAN, openStage, opened, type Scene, type Stage, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

/** Times as much as the gate asks for; at night it is more. */
const SCALE = Number(process.env["WALK_SCALE"] ?? 1);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A delivery of somebody who holds the secret: GitHub's own, changed, or made up. */
async function post(event: string, text: string): Promise<number> {
  const { url, secret } = stage.app.webhook;
  const signature = createHmac("sha256", secret).update(text).digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": `sha256=${signature}`,
  };
  return (await fetch(url, { method: "POST", headers, body: text })).status;
}

function told(scene: Scene, event: string, action: string): Delivery {
  const found = stage.github.webhooks
    .deliveries()
    .findLast((one) => one.repositoryId === scene.repository.id && one.event === event && one.action === action);
  if (!found) throw new Error(`GitHub told of no ${event}.${action}`);
  return found;
}

describe("a delivery that is replayed", () => {
  it("under ever new names, long after it was done, makes no second review (W6)", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const { request } = told(scene, "pull_request", "opened");
    stage.github.ledger.clear();

    const answers = await Promise.all(Array.from({ length: 100 * SCALE }, () => post("pull_request", request.text)));
    await stage.quiet();

    expect(new Set(answers)).toEqual(new Set([202]));
    expect(stage.github.ledger.writes).toEqual([]);
    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
  });

  it("because its job was given up is done then (W8)", async () => {
    const scenes = await Promise.all(Array.from({ length: 3 * SCALE }, () => stage.scene()));
    const broken = stage.github.faults.order({ on: "pulls/get", fault: { kind: "status", status: 500 } });
    const pulls = await Promise.all(
      scenes.map(({ ada, repository }) =>
        ada.opensPullRequest(repository, { branch: "x", title: "X", files: { "app.py": WEAK } }),
      ),
    );
    await until(async () => (await stage.counts()).dead >= pulls.length);
    broken.withdraw();
    await stage.quiet();

    for (const scene of scenes) stage.github.webhooks.redeliver(told(scene, "pull_request", "opened"));
    await stage.quiet();

    scenes.forEach(({ ada }, at) => {
      const pull = pulls[at]!;
      expect(ada.sees(pull).reviews).toHaveLength(1);
      expect(ada.sees(pull).checks.every(({ status }) => status === "completed")).toBe(true);
    });
  });
});

describe("a life that is told in any order, and more than once (W9)", () => {
  /** Opened, pushed to, perhaps closed. @returns whether it is open in the end */
  async function lives({ ada, repository }: Scene, steps: readonly string[]): Promise<Pull> {
    const pull = await ada.opensPullRequest(repository, { branch: "feature", title: "X", files: { "app.py": WEAK } });
    for (const [at, step] of steps.entries()) {
      const text = "\n".repeat(at + 1) + (step === "clean" ? CLEAN : WEAK);
      if (step === "close" && pull.state === "open") await ada.closes(pull);
      else if (step === "reopen" && pull.state === "closed") await ada.reopens(pull);
      else if (pull.state === "open") await ada.pushes(repository, { branch: "feature", files: { "app.py": text } });
    }
    return pull;
  }

  it("ends with reviews of last heads only, and none of what is closed", async () => {
    const step = fc.constantFrom("push", "clean", "close", "reopen");
    const story = fc.record({
      lives: fc.array(fc.array(step, { maxLength: 5 }), { minLength: 3, maxLength: 3 }),
      order: fc.infiniteStream(fc.nat()),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ lives: steps, order }) => {
        const { webhooks } = stage.github;
        const scenes = await Promise.all(steps.map(() => stage.scene()));
        webhooks.hold();
        const pulls = await Promise.all(scenes.map((scene, at) => lives(scene, steps[at] ?? [])));
        webhooks.onDelivery(() => ({ copies: 1 + ((order.next().value ?? 0) % 2) }));
        webhooks.release((all) =>
          all
            .map((delivery) => [order.next().value ?? 0, delivery] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, delivery]) => delivery),
        );
        await stage.quiet();
        webhooks.onDelivery(() => undefined);

        pulls.forEach((pull, at) => {
          const { reviews, checks } = scenes[at]!.ada.sees(pull);
          expect(reviews.map(({ commitId }) => commitId).filter((sha) => sha !== pull.head.sha)).toEqual([]);
          if (pull.state === "closed") expect(reviews).toEqual([]);
          else expect(checks).toMatchObject([{ status: "completed" }]);
        });
      }),
      { numRuns: 4 * SCALE, endOnFailure: true },
    );
  });
});

describe("a stop of the App (W10)", () => {
  it("loses nothing: what GitHub could not deliver is asked for again, what it never sent is found", async () => {
    const { webhooks } = stage.github;
    const scenes = await Promise.all(Array.from({ length: 4 * SCALE }, () => stage.scene()));
    const done = await Promise.all(scenes.slice(0, 2).map((scene) => opened(stage, scene)));
    await stage.stops();

    let sent = 0;
    webhooks.onDelivery(({ event }) => (event === "pull_request" && ++sent % 2 === 0 ? { drop: true } : undefined));
    const pulls: [Scene, Pull][] = [];
    for (const scene of scenes)
      for (const branch of ["one", "two", "three"]) {
        const files = { [`${branch}.py`]: branch === "one" ? WEAK : CLEAN };
        pulls.push([scene, await scene.ada.opensPullRequest(scene.repository, { branch, title: branch, files })]);
      }
    await scenes[0]!.ada.commitsSuggestions(scenes[0]!.ada.sees(done[0]!).reviewComments);
    scenes[1]!.ada.comments(done[1]!, "/reflexgen apply all");
    for (let noise = 0; noise < 30 * SCALE; noise++) scenes[0]!.eve.comments(done[0]!, `Nice, number ${noise}`);
    await stage.github.settled();
    webhooks.onDelivery(() => undefined);

    await stage.starts();
    await until(() => pulls.every(([{ ada }, pull]) => ada.sees(pull).checks.length > 0));
    await stage.quiet();

    for (const [{ ada }, pull] of pulls) {
      const { reviews, checks } = ada.sees(pull);
      expect(checks).toMatchObject([{ status: "completed", headSha: pull.head.sha }]);
      expect(reviews).toHaveLength(checks[0]?.conclusion === "success" ? 0 : 1);
    }
    expect(scenes[0]!.ada.sees(done[0]!).checks).toMatchObject([{ conclusion: "success" }]);
    expect(scenes[1]!.ada.sees(done[1]!).comments.filter(({ body }) => body.startsWith("Committed"))).toHaveLength(1);
  });
});

describe("somebody who has stolen the secret (W16)", () => {
  it("can't have anything committed or learned: who did what is asked of GitHub", async () => {
    const scene = await stage.scene({ private: false });
    const { ada, bob, eve, repository } = scene;
    const pull = await opened(stage, scene);
    const other = await ada.opensPullRequest(repository, { branch: "y", title: "Y", files: { "y.py": CLEAN } });
    const harmless = eve.comments(pull, "Nice.");
    const refused = eve.comments(pull, "/reflexgen apply all");
    const elsewhere = ada.comments(other, "/reflexgen help");
    await stage.quiet();
    const heads = [pull.head.sha, other.head.sha];
    const says = ada.sees(pull).comments.length;
    const commits = stage.github.ledger.writesOf("graphql:createCommitOnBranch").length;

    const sender = { id: bob.account.id, login: bob.login, type: "User" };
    const place = { installation: { id: scene.installation.id }, repository: { id: repository.id } };
    const [check] = ada.sees(pull).checks;
    const comment = (id: number) => ({
      event: "issue_comment",
      action: "created",
      issue: { number: pull.number, pull_request: {} },
      comment: { id, body: "/reflexgen apply all", user: sender },
    });
    const forged = [
      ...["apply", "review", "apply all", "../x"].map((identifier) => ({
        event: "check_run",
        action: "requested_action",
        check_run: { id: check?.id, head_sha: pull.head.sha, app: { id: stage.app.id } },
        requested_action: { identifier },
      })),
      comment(harmless.id),
      comment(refused.id),
      comment(elsewhere.id),
      comment(999_999),
      {
        event: "pull_request",
        action: "closed",
        number: pull.number,
        pull_request: { number: pull.number, merged: true, head: { sha: pull.head.sha } },
      },
      {
        event: "merge_group",
        action: "checks_requested",
        merge_group: { head_sha: pull.head.sha, head_ref: "refs/heads/main", base_sha: pull.base.sha },
      },
    ];
    for (let round = 0; round < 3 * SCALE; round++)
      for (const { event, ...payload } of forged)
        await post(event, JSON.stringify({ ...payload, ...place, sender, round }));
    await stage.quiet();

    expect([pull.head.sha, other.head.sha]).toEqual(heads);
    expect(stage.github.ledger.writesOf("graphql:createCommitOnBranch")).toHaveLength(commits);
    expect(await lessonsIn(stage.folder, `repo:${repository.id}`)).toEqual([]);
    // The button only asks, whoever pressed it: one comment a head says what to write.
    expect(ada.sees(pull).comments).toHaveLength(says + 1);
    expect(ada.sees(pull).reviews).toHaveLength(1);
  });
});
