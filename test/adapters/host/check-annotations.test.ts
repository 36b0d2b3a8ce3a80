import { afterEach, describe, expect, it, jest } from "@jest/globals";
import type { Fault } from "../../../demo/github/faults/faults.ts";
import { runsOf } from "../../../demo/github/checks/check-run.ts";
import type { Annotation, CheckReport } from "../../../src/core/pull-request.ts";
import { openAppScene, type AppScene } from "./app-scene.ts";

jest.setTimeout(60_000);

let scene: AppScene | undefined;
afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

async function setUp() {
  scene = await openAppScene({ sleep: async () => {} });
  const { ada, repository, github } = scene;
  const pull = await ada.opensPullRequest(repository, { branch: "x", title: "X", files: { "app.py": "x = 1\n" } });
  const { checks } = await scene.open();
  github.ledger.clear();
  const runs = () => runsOf(github.world, repository, pull.head.sha);
  return { github, checks, headSha: pull.head.sha, runs };
}

const notes = (amount: number): Annotation[] =>
  Array.from({ length: amount }, (_, at) => ({
    path: "app.py",
    lines: { startLine: 1, endLine: 1 },
    level: "warning",
    title: `Medium: number ${at}`,
    message: `About ${at}.`,
  }));
const report = (headSha: string, more: Partial<CheckReport> = {}): CheckReport => ({
  headSha,
  title: "Findings",
  summary: "Read.",
  externalId: "reviewed",
  conclusion: "neutral",
  ...more,
});

describe("annotations of a check (G16)", () => {
  it.each([1, 50, 51, 100, 500, 501])(
    "%i of them all arrive, fifty a request, and the check ends with the last",
    async (amount) => {
      const { checks, headSha, runs, github } = await setUp();
      await checks.ensure({ headSha, title: "Reviewing", summary: "", externalId: "reviewing" });

      await checks.ensure(report(headSha, { annotations: notes(amount) }));

      const [run] = runs();
      expect(run).toMatchObject({ status: "completed", conclusion: "neutral", externalId: "reviewed" });
      expect(run?.annotations.map(({ title }) => title)).toEqual(notes(amount).map(({ title }) => title));
      const updates = github.ledger.writesOf("checks/update");
      expect(updates).toHaveLength(Math.ceil(amount / 50));
    },
  );

  it("are there also where no run was begun before", async () => {
    const { checks, headSha, runs } = await setUp();

    await checks.ensure(report(headSha, { annotations: notes(60) }));

    expect(runs()).toMatchObject([{ status: "completed", annotations: { length: 60 } }]);
  });

  it("are not there twice when the same is asked for again", async () => {
    const { checks, headSha, runs } = await setUp();
    const wanted = report(headSha, { annotations: notes(60) });

    await checks.ensure(wanted);
    await checks.ensure(wanted);
    await checks.ensure({ ...wanted, annotations: notes(61) });

    expect(runs()[0]?.annotations).toHaveLength(61);
  });

  it.each<[string, Fault]>([
    ["an error after the effect", { kind: "status", status: 502, after: true }],
    ["an error before the effect", { kind: "status", status: 502 }],
    ["a reset after the effect", { kind: "reset", after: true }],
    ["an answer that breaks off", { kind: "truncated" }],
  ])("are not there twice after a lost answer: %s", async (_, fault) => {
    const { checks, headSha, runs, github } = await setUp();
    await checks.ensure({ headSha, title: "Reviewing", summary: "", externalId: "reviewing" });
    github.faults.order({ on: "checks/update", fault, times: 2 });

    await checks.ensure(report(headSha, { annotations: notes(60) }));

    expect(runs()).toMatchObject([{ status: "completed", annotations: { length: 60 } }]);
  });

  it("are completed by the next run where a process died between two requests", async () => {
    const { checks, headSha, runs, github } = await setUp();
    await checks.ensure({ headSha, title: "Reviewing", summary: "", externalId: "reviewing" });
    github.faults.order({ on: "checks/update", fault: { kind: "status", status: 500 }, skip: 1, times: 9 });
    const wanted = report(headSha, { annotations: notes(120) });
    await expect(checks.ensure(wanted)).rejects.toMatchObject({ status: 500 });
    const half = structuredClone(runs()[0]);
    github.faults.clear();

    await checks.ensure(wanted);

    expect(half).toMatchObject({ status: "in_progress", annotations: { length: 50 } });
    expect(runs()).toMatchObject([{ status: "completed", annotations: { length: 120 } }]);
  });

  it("have titles, messages and lines that GitHub takes, whatever they were", async () => {
    const { checks, headSha, runs } = await setUp();
    const odd: Annotation = {
      path: "app.py",
      lines: { startLine: 9, endLine: 3 },
      level: "failure",
      title: "\u{1f600}".repeat(300),
      message: "\u{1f600}".repeat(60_000),
    };

    await checks.ensure(report(headSha, { annotations: [odd, { ...odd, message: "" }] }));

    for (const { start_line, end_line, title, message } of runs()[0]?.annotations ?? []) {
      expect([start_line, end_line]).toEqual([9, 9]);
      expect(String(title).length).toBeLessThanOrEqual(255);
      expect(`${String(title)}${String(message)}`.isWellFormed()).toBe(true);
      expect(Buffer.byteLength(String(message))).toBeLessThanOrEqual(65_536);
      expect(message).not.toBe("");
    }
  });

  it("come with at most three actions, their labels cut to what GitHub takes", async () => {
    const { checks, headSha, runs } = await setUp();
    const action = { label: "l".repeat(60), description: "d".repeat(90), identifier: "review" as const };

    await checks.ensure(report(headSha, { actions: [action, action, action, action] }));

    const [run] = runs();
    expect(run?.actions).toHaveLength(3);
    for (const { label, description } of run?.actions ?? [])
      expect([label.length, description.length]).toEqual([20, 40]);
  });
});
