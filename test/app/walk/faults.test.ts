import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Fault } from "../../../demo/github/faults/faults.ts";
import { commitsBetween } from "../../../demo/github/git/commits.ts";
import type { Person } from "../../../demo/github/people/person.ts";
import type { Repository } from "../../../demo/github/world/repository.ts";
import { until } from "../test-app.ts";
import { openStage, REPAIRED, type Scene, type Stage, textAt, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** An organisation of its own, on a GitHub that has no faults yet and remembers nothing. */
async function setUp() {
  stage.github.faults.clear();
  stage.github.ledger.clear();
  return { stage, ...stage.github, ...(await stage.scene()) };
}

const opens = (ada: Person, repository: Repository) =>
  ada.opensPullRequest(repository, { branch: "feature", title: "Search", files: { "app.py": WEAK } });

const LOST: [string, Fault][] = [
  ["a 502 (G1)", { kind: "status", status: 502, after: true }],
  ["a connection that is cut (G2)", { kind: "reset", after: true }],
  ["half an answer", { kind: "truncated" }],
  ["a page of HTML", { kind: "html", after: true }],
];

describe("a write whose answer is lost by", () => {
  it.each(LOST)("%s is made once: review, comment and check", async (_, fault) => {
    const { stage, ada, repository, faults, ledger } = await setUp();
    for (const on of ["pulls/create-review", "issues/create-comment", "checks/create"])
      faults.order({ on, fault, times: 1 });

    const pull = await opens(ada, repository);
    await stage.quiet();

    const { threads, comments, checks } = ada.sees(pull);
    expect(ledger.writesOf("pulls/create-review")).toHaveLength(1);
    expect(ledger.writesOf("issues/create-comment")).toHaveLength(1);
    expect(ledger.writesOf("checks/create")).toHaveLength(1);
    expect([threads.length, comments.length, checks.length]).toEqual([2, 1, 1]);
    expect(checks).toMatchObject([{ status: "completed", conclusion: "failure" }]);
  });

  it.each<[string, Fault]>([
    ["GraphQL's own words (G3)", { kind: "graphql-error", after: true }],
    ["a 502", { kind: "status", status: 502, after: true }],
    ["a connection that is cut", { kind: "reset", after: true }],
  ])("%s is made once: the commit", async (_, fault) => {
    const { stage, ada, repository, faults, ledger } = await setUp();
    const pull = await opens(ada, repository);
    await stage.quiet();
    const old = pull.head.sha;
    faults.order({ on: "graphql:createCommitOnBranch", fault, times: 1 });

    ada.comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(ledger.writesOf("graphql:createCommitOnBranch")).toHaveLength(1);
    expect(await commitsBetween(repository.git, old, pull.head.sha)).toHaveLength(1);
    expect(await textAt(repository, pull.head.sha)).toBe(REPAIRED);
    expect(ada.sees(pull).comments.filter(({ body }) => body.startsWith("Committed 2 fixes"))).toHaveLength(1);
  });
});

describe("a token", () => {
  it("that is refused in the middle of a job is renewed once, and the job goes on (G6)", async () => {
    const { stage, ada, repository, faults } = await setUp();
    const struck = faults.order({ on: "pulls/list-files", fault: { kind: "status", status: 401 }, times: 1 });

    const pull = await opens(ada, repository);
    await stage.quiet();

    expect(struck.used).toBe(1);
    expect(ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
  });

  it("of GitHub's long form works, and stands in no line of the log (G7)", async () => {
    const { stage, ada, repository, world, faults } = await setUp();
    world.tokenForm = "long";
    world.tokens.clear();
    faults.order({ on: "issues/create-comment", fault: { kind: "status", status: 502 }, times: 1 });
    faults.order({ on: "pulls/list-files", fault: { kind: "status", status: 500 }, times: 3 });

    const pull = await opens(ada, repository);
    await stage.quiet();

    const secrets = [...world.tokens.keys()];
    expect(secrets.some((secret) => secret.length > 500)).toBe(true);
    expect(ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
    const log = stage.logged.join("\n");
    for (const secret of secrets) expect(log).not.toContain(secret.slice(4, 40));
    expect(log).not.toMatch(/gh[sp]_/);
  });
});

describe("an installation that ends while a review is under way", () => {
  it.each<[string, (scene: Scene) => void]>([
    ["uninstalled", ({ bob, installation }) => bob.uninstalls(installation)],
    ["suspended", ({ bob, installation }) => bob.suspends(installation)],
  ])("because it is %s is asked for nothing more (G6)", async (_, ends) => {
    const { stage, ada, repository, bob, installation, faults, ledger, eve } = await setUp();
    const held = faults.order({ on: "checks/create", fault: { kind: "delay", delayMs: 300 }, times: 1 });
    const pull = await opens(ada, repository);
    await until(() => held.used === 1);

    ends({ repository, installation, ada, bob, eve });
    const before = ledger.requests.length;
    await stage.quiet();
    await ada.pushes(repository, { branch: "feature", files: { "app.py": `${WEAK}\n` } });
    await stage.quiet();

    expect(ada.sees(pull).reviews).toEqual([]);
    // What was on its way when it ended, and the one look that tells why.
    expect(ledger.requests.length - before).toBeLessThanOrEqual(6);
    expect(stage.logged.filter((line) => line.includes("given up"))).toEqual([]);
  });

  it("takes up what is open when it comes back", async () => {
    const { stage, ada, bob, repository, installation } = await setUp();
    bob.suspends(installation);
    await stage.quiet();
    const pull = await opens(ada, repository);
    await stage.quiet();

    bob.unsuspends(installation);
    await stage.quiet();

    expect(ada.sees(pull).reviews).toHaveLength(1);
  });
});

describe("a repository that is gone", () => {
  it("by transfer to those who don't have the App is let go in a few calls (G8)", async () => {
    const { stage, ada, bob, repository, ledger, webhooks } = await setUp();
    webhooks.hold();
    await opens(ada, repository);
    bob.transfers(repository, "somebody-else");
    ledger.clear();

    webhooks.release();
    await stage.quiet();

    expect(ledger.writes.filter(({ actor }) => actor.startsWith("reflexgen"))).toEqual([]);
    expect(ledger.requests.length).toBeLessThanOrEqual(4);
    expect(stage.logged.filter((line) => line.includes("given up"))).toEqual([]);
  });

  it("by being taken from the installation ends its jobs", async () => {
    const { stage, ada, bob, repository, installation, webhooks } = await setUp();
    webhooks.hold();
    const pull = await opens(ada, repository);
    bob.removesFromInstallation(installation, repository);

    webhooks.release();
    await stage.quiet();

    expect(ada.sees(pull).reviews).toEqual([]);
    expect(stage.logged.filter((line) => line.includes("given up"))).toEqual([]);
  });
});

describe("a place that GitHub refuses", () => {
  it("costs that comment and no other, and stands in the list (G9)", async () => {
    const { stage, ada, repository, faults, ledger } = await setUp();
    const unit = (at: number) =>
      `def find_${at}(request, db):\n    name = request.args["name"]\n    return db.execute("SELECT * FROM t${at} WHERE name = '%s'" % name)\n`;
    const text = `import sqlite3\n\n\n${Array.from({ length: 12 }, (_, at) => unit(at)).join("\n\n")}`;
    const REFUSED = {
      message: "Validation Failed",
      errors: ["Pull request review thread line must be part of the diff"],
    };
    faults.order({ on: "pulls/create-review", fault: { kind: "status", status: 422, body: REFUSED }, times: 1 });

    const pull = await ada.opensPullRequest(repository, { branch: "x", title: "X", files: { "app.py": text } });
    await stage.quiet();

    expect(ledger.requestsOf("pulls/create-review").length).toBeLessThanOrEqual(8);
    const { threads, checks, comments } = ada.sees(pull);
    expect(threads.length).toBeGreaterThanOrEqual(11);
    expect(new Set(threads.map(({ original }) => original.line)).size).toBe(threads.length);
    expect(checks).toMatchObject([{ conclusion: "failure", output: { title: "12 findings (12 high): blocking" } }]);
    expect(comments[0]?.body).toContain("### ReflexGen: 12 findings");
  });
});

describe("GitHub in trouble for a while", () => {
  it("is asked again, and the review comes", async () => {
    const { stage, ada, repository, faults } = await setUp();
    faults.order({ on: "*", fault: { kind: "status", status: 503 }, times: 12 });

    const pull = await opens(ada, repository);
    await stage.quiet();

    expect(ada.sees(pull).reviews).toHaveLength(1);
    expect(ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
  });

  it("costs no check its end when the job is given up", async () => {
    const { stage, ada, repository, faults } = await setUp();
    const broken = faults.order({ on: "pulls/list-files", fault: { kind: "status", status: 500 } });
    const pull = await opens(ada, repository);
    await until(async () => (await stage.counts()).dead === 1);

    broken.withdraw();
    await stage.quiet();

    const [check] = ada.sees(pull).checks;
    expect(check).toMatchObject({ status: "completed", conclusion: "neutral" });
    expect(check?.output.summary).toContain("was given up");
    ada.comments(pull, "/reflexgen review");
    await stage.quiet();
    expect(ada.sees(pull).checks.at(-1)).toMatchObject({ conclusion: "failure" });
  });
});
