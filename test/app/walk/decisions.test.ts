import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { runsOf } from "../../../demo/github/checks/check-run.ts";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { openEmbeddedDecisions } from "../../../src/adapters/knowledge/embedded-decisions.ts";
import { openStage, opened, type Scene, type Stage, WEAK } from "./stage.ts";
import { answers, answersIn, idsOf, reactions } from "./talk.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const SQL_LINE = 11;
const SHELL_LINE = 15;

/** What the newest check of the head concludes and says. */
function checkOf({ ada, repository }: Scene, pull: Pull) {
  const [check] = runsOf(stage.github.world, repository, pull.head.sha).slice(-1);
  expect(ada.sees(pull).checks).toContain(check);
  return {
    conclusion: check?.conclusion,
    words: `${check?.output.title}\n${check?.output.summary}\n${check?.output.text}`,
  };
}

function summaryOf({ ada }: Scene, pull: Pull): string {
  return ada.sees(pull).comments.find(({ body }) => body.startsWith("### ReflexGen"))?.body ?? "";
}

function threadAt({ ada }: Scene, pull: Pull, line: number) {
  const thread = ada.sees(pull).threads.find(({ original }) => original.line === line);
  const first = ada
    .sees(pull)
    .reviewComments.find(({ threadId, inReplyToId }) => threadId === thread?.id && inReplyToId === undefined);
  return { thread, first };
}

describe("a dismissal", () => {
  it("by somebody else who may write silences the finding, closes its thread, and the check follows at once", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const ids = idsOf(scene, pull);
    const before = checkOf(scene, pull).conclusion;

    const asked = scene.bob.comments(pull, `/reflexgen dismiss ${ids.get(SQL_LINE)} the names are a fixed list`);
    await stage.quiet();
    const halfway = checkOf(scene, pull);
    scene.bob.comments(pull, `/reflexgen dismiss ${ids.get(SHELL_LINE)} only hosts of our own`);
    await stage.quiet();

    expect(before).toBe("failure");
    expect(reactions(stage, asked)).toEqual(["eyes"]);
    expect(answers(stage, scene, pull)[0]).toMatch(
      /^Declined until \d{4}-\d\d-\d\d: .*\n\nReason: the names are a fixed list\.\n/s,
    );
    expect(halfway.conclusion).toBe("failure");
    expect(threadAt(scene, pull, SQL_LINE).thread?.resolvedById).toBeDefined();
    const after = checkOf(scene, pull);
    expect(after.conclusion).toBe("success");
    expect(summaryOf(scene, pull)).toMatch(/2 declined/);
    expect(after.words).toContain("bob");
    expect(after.words).toContain("the names are a fixed list");
  });

  it("changes the summary once and the check once, and asks nothing of GitHub twice", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const ids = idsOf(scene, pull);
    stage.github.ledger.clear();

    scene.bob.comments(pull, `/reflexgen dismiss ${ids.get(SQL_LINE)} fixed list`);
    await stage.quiet();

    const { ledger } = stage.github;
    expect(ledger.writesOf("issues/update-comment")).toHaveLength(1);
    expect(ledger.writesOf("issues/create-comment")).toHaveLength(1);
    expect(ledger.writesOf("pulls/create-review")).toHaveLength(0);
    expect(ledger.writesOf("checks/create")).toHaveLength(1);
    expect(new Set(scene.ada.sees(pull).checks.map(({ status }) => status))).toEqual(new Set(["completed"]));
  });

  it("needs no id in the finding's own thread, and is answered there", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const { first } = threadAt(scene, pull, SHELL_LINE);

    scene.bob.replies(first!, "/reflexgen dismiss not reachable from outside");
    await stage.quiet();

    expect(answersIn(stage, scene, pull, first!)[0]).toContain("Reason: not reachable from outside.");
    expect(answers(stage, scene, pull)).toEqual([]);
    expect(threadAt(scene, pull, SHELL_LINE).thread?.resolvedById).toBeDefined();
    expect(threadAt(scene, pull, SQL_LINE).thread?.resolvedById).toBeUndefined();
    expect(checkOf(scene, pull).conclusion).toBe("failure");
  });

  it("leaves a thread open in which others talk", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const { first } = threadAt(scene, pull, SHELL_LINE);
    scene.eve.replies(first!, "Is that so?");

    scene.bob.replies(first!, "/reflexgen dismiss not reachable");
    await stage.quiet();

    expect(threadAt(scene, pull, SHELL_LINE).thread?.resolvedById).toBeUndefined();
    expect(summaryOf(scene, pull)).toContain("1 declined");
  });

  it("is about the code of its moment, also where that changed since it was said", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const changed = WEAK.replace("SELECT * FROM users", "SELECT id FROM users");
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": changed } });
    await stage.quiet();

    scene.bob.comments(pull, `/reflexgen dismiss ${idsOf(scene, pull).get(SQL_LINE)} fixed list`);
    await stage.quiet();

    expect(summaryOf(scene, pull)).toContain("1 declined");
  });

  it("no longer holds when the code becomes another: then it is said again, once", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    scene.bob.comments(pull, `/reflexgen dismiss ${idsOf(scene, pull).get(SQL_LINE)} fixed list`);
    await stage.quiet();
    const pushes = async (text: string) => {
      await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": text } });
      await stage.quiet();
    };

    await pushes(`# moved\n${WEAK}`);
    const moved = { summary: summaryOf(scene, pull), threads: scene.ada.sees(pull).threads.length };
    await pushes(`# moved\n${WEAK.replace("SELECT * FROM users", "SELECT password FROM users")}`);
    const changed = { summary: summaryOf(scene, pull), threads: scene.ada.sees(pull).threads.length };
    await pushes(`# moved again\n${WEAK.replace("SELECT * FROM users", "SELECT password FROM users")}`);

    expect(moved).toMatchObject({ summary: expect.stringContaining("1 declined"), threads: 2 });
    expect(changed.summary).not.toContain("declined");
    expect(changed.threads).toBe(3);
    expect(scene.ada.sees(pull).threads).toHaveLength(3);
    expect(checkOf(scene, pull).conclusion).toBe("failure");
  });

  it("outlives its pull request: the same code is silent on the next one, and listed with who and why", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    for (const id of idsOf(scene, pull).values())
      scene.bob.comments(pull, `/reflexgen dismiss ${id} a tool of our own`);
    await stage.quiet();

    const second = await scene.ada.opensPullRequest(scene.repository, {
      branch: "again",
      title: "The same once more",
      files: { "app.py": WEAK },
    });
    await stage.quiet();

    expect(scene.ada.sees(second).threads).toEqual([]);
    const check = checkOf(scene, second);
    expect(check.conclusion).toBe("success");
    expect(check.words).toContain("2 declined");
    expect(check.words).toContain("bob");
    expect(check.words).toContain("a tool of our own");
  });

  it("is over when its time is", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const id = idsOf(scene, pull).get(SQL_LINE);
    scene.bob.comments(pull, `/reflexgen dismiss ${id} fixed list`);
    await stage.quiet();
    const store = openEmbeddedDecisions({ folder: stage.folder });
    const [decision] = await store.of(scene.repository.id, Date.now());
    await store.remember(scene.repository.id, { ...decision!, atMs: decision!.atMs + 1, untilMs: Date.now() });
    await store.close();

    const second = await scene.ada.opensPullRequest(scene.repository, {
      branch: "again",
      title: "The same",
      files: { "app.py": WEAK },
    });
    await stage.quiet();

    expect(decision).toMatchObject({ id, by: { login: "bob" }, state: "declined", pull: pull.number });
    expect(scene.ada.sees(second).threads).toHaveLength(2);
  });

  it("counts in the merge queue, too", async () => {
    const scene = await stage.scene();
    scene.bob.protects(scene.repository, { requiredChecks: [{ context: "ReflexGen" }], mergeQueue: true });
    const pull = await opened(stage, scene);
    for (const id of idsOf(scene, pull).values()) scene.bob.comments(pull, `/reflexgen dismiss ${id} ours`);
    await stage.quiet();

    await scene.ada.enqueues(pull);
    await stage.quiet();

    expect(pull.merged).toBeDefined();
  });

  it("is forgotten when the App is taken away from its repository", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    scene.bob.comments(pull, `/reflexgen dismiss ${idsOf(scene, pull).get(SQL_LINE)} ours`);
    await stage.quiet();
    const store = openEmbeddedDecisions({ folder: stage.folder });
    const before = await store.of(scene.repository.id, Date.now());

    scene.bob.removesFromInstallation(scene.installation, scene.repository);
    await stage.quiet();

    expect(before).toHaveLength(1);
    expect(await store.of(scene.repository.id, Date.now())).toEqual([]);
    await store.close();
  });

  it("is of its repository: another one hears nothing of it", async () => {
    const [scene, other] = [await stage.scene(), await stage.scene()];
    const pull = await opened(stage, scene);
    for (const id of idsOf(scene, pull).values()) scene.bob.comments(pull, `/reflexgen dismiss ${id} ours`);
    await stage.quiet();

    const elsewhere = await opened(stage, other);

    expect(other.ada.sees(elsewhere).threads).toHaveLength(2);
  });
});

describe("an accepted risk", () => {
  it("is accepted until its day, and said so", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

    scene.bob.comments(
      pull,
      `/reflexgen accept-risk ${idsOf(scene, pull).get(SQL_LINE)} until ${day} replaced in spring`,
    );
    await stage.quiet();

    expect(answers(stage, scene, pull)[0]).toContain(`Risk accepted until ${day}`);
    expect(summaryOf(scene, pull)).toContain("1 accepted");
  });

  it.each([
    ["2001-01-01", "That day is over"],
    ["2099-01-01", "a year at most"],
    ["2027-02-30", "no day of the calendar"],
  ])("until %s is none", async (day, words) => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    const asked = scene.bob.comments(
      pull,
      `/reflexgen accept-risk ${idsOf(scene, pull).get(SQL_LINE)} until ${day} why`,
    );
    await stage.quiet();

    expect(answers(stage, scene, pull)).toEqual([expect.stringContaining(words)]);
    expect(reactions(stage, asked)).toEqual(["confused"]);
    expect(checkOf(scene, pull).words).not.toContain("accepted");
  });
});

describe("who may say no", () => {
  type Story = (scene: Scene, pull: Pull) => Promise<{ login: string }>;
  const refused: [string, Story, RegExp][] = [
    ["a person who may only read", async () => ({ login: "eve" }), /needs write access/],
    ["a stranger", async () => ({ login: "mallory" }), /needs write access/],
    ["the author alone", async () => ({ login: "ada" }), /needs a second pair of eyes/],
    [
      "the author, with another's address in a commit",
      async ({ ada, bob, repository }) => {
        const author = { email: bob.account.email, name: bob.account.name };
        await ada.pushes(repository, { branch: "feature", files: { "b.py": "b = 1\n" }, author });
        return { login: "ada" };
      },
      /needs a second pair of eyes/,
    ],
    [
      "the author, who signs a commit under another's name",
      async ({ ada, bob, repository }) => {
        const author = { email: bob.account.email, name: bob.account.name };
        await ada.pushes(repository, { branch: "feature", files: { "b.py": "b = 1\n" }, author, signed: true });
        return { login: "ada" };
      },
      /needs a second pair of eyes/,
    ],
    [
      "the author, beside a signed commit of a bot",
      async ({ repository }) => {
        const bot = stage.github.person("helper[bot]");
        bot.account.kind = "Bot";
        repository.collaborators.set(bot.account.id, "write");
        await bot.pushes(repository, { branch: "feature", files: { "b.py": "b = 1\n" }, signed: true });
        return { login: "ada" };
      },
      /needs a second pair of eyes/,
    ],
    [
      "somebody whose right was taken away a second ago",
      async ({ bob, ada, repository }) => {
        await bob.pushes(repository, { branch: "feature", files: { "b.py": "b = 1\n" }, signed: true });
        await stage.quiet();
        stage.github.webhooks.hold();
        bob.setsRole(repository, "ada", "read");
        return ada;
      },
      /needs write access/,
    ],
  ];

  it.each(refused)("is not %s", async (_, prepare, words) => {
    const scene = await stage.scene({ private: false });
    const pull = await opened(stage, scene);
    const id = idsOf(scene, pull).get(SQL_LINE);
    const { login } = await prepare(scene, pull);

    const asked = stage.github.person(login).comments(pull, `/reflexgen dismiss ${id} no defect`);
    stage.github.webhooks.release();
    await stage.quiet();

    expect(answers(stage, scene, pull)).toEqual([expect.stringMatching(words)]);
    expect(reactions(stage, asked)).toEqual(["confused"]);
    expect(checkOf(scene, pull).conclusion).toBe("failure");
    expect(summaryOf(scene, pull)).not.toContain("declined");
    expect(threadAt(scene, pull, SQL_LINE).thread?.resolvedById).toBeUndefined();
  });

  it("is not a bot, which gets no answer either", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const bot = stage.github.person("other[bot]");
    bot.account.kind = "Bot";
    scene.repository.collaborators.set(bot.account.id, "admin");

    bot.comments(pull, `/reflexgen dismiss ${idsOf(scene, pull).get(SQL_LINE)} no defect`);
    await stage.quiet();

    expect(summaryOf(scene, pull)).not.toContain("declined");
    expect(checkOf(scene, pull).conclusion).toBe("failure");
  });

  it("is the author, once somebody else provably wrote of it, too", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    await scene.bob.pushes(scene.repository, { branch: "feature", files: { "b.py": "b = 1\n" }, signed: true });
    await stage.quiet();

    scene.ada.comments(pull, `/reflexgen dismiss ${idsOf(scene, pull).get(SQL_LINE)} bob and I looked at it`);
    await stage.quiet();

    expect(answers(stage, scene, pull)[0]).toContain("Reason: bob and I looked at it.");
    expect(summaryOf(scene, pull)).toContain("1 declined");
  });

  it("is not a person who is taken for the author of all: nobody else is provable", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    // Ada's own pull request; Bob is named by a commit of hers, which must not bind his hands.
    const author = { email: scene.bob.account.email, name: "Bob" };
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "b.py": "b = 1\n" }, author });
    await stage.quiet();

    scene.bob.comments(pull, `/reflexgen dismiss ${idsOf(scene, pull).get(SQL_LINE)} I never wrote that`);
    await stage.quiet();

    expect(summaryOf(scene, pull)).toContain("1 declined");
  });
});

describe("a store of decisions that is broken", () => {
  let broken: Stage;
  beforeAll(async () => {
    broken = await openStage();
    writeFileSync(join(broken.folder, "decisions.sqlite"), "no database ".repeat(1000));
  });
  afterAll(() => broken.close());

  it("is said, and what stands on the pull request counts all the same", async () => {
    const scene = await broken.scene();
    const pull = await opened(broken, scene);

    scene.bob.comments(pull, `/reflexgen dismiss ${idsOf(scene, pull).get(SQL_LINE)} fixed list`);
    await broken.quiet();

    expect(answers(broken, scene, pull)[0]).toContain("on this pull request only");
    expect(summaryOf(scene, pull)).toContain("1 declined");
  });
});

describe("a decision about a grave finding in a function that changed since (the quoted line did not)", () => {
  const GUARDED = WEAK.replace(
    "    name = request",
    "    if not request.user:\n        return None\n    name = request",
  );

  it("is asked for again once, holds again when it is given again, and moved lines do not matter", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "app.py": GUARDED });
    const line = SQL_LINE + 2;
    const dismisses = async (reason: string) => {
      scene.bob.comments(pull, `/reflexgen dismiss ${idsOf(scene, pull).get(line)} ${reason}`);
      await stage.quiet();
    };
    const pushes = async (text: string) => {
      await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": text } });
      await stage.quiet();
      return { summary: summaryOf(scene, pull), threads: scene.ada.sees(pull).threads.length };
    };
    await dismisses("only people who are logged in");

    const moved = await pushes(
      GUARDED.replace("def find", "LIMIT = 3\n\n\ndef find").replace("def ping", "\ndef ping"),
    );
    const elsewhere = await pushes(GUARDED.replace("return 1", "return 2"));
    const changed = await pushes(GUARDED.replace("if not request.user", "if not request"));
    const again = await pushes(`${GUARDED.replace("if not request.user", "if not request")}\n\n# more\n`);
    await dismisses("still not reachable");

    expect(moved).toMatchObject({ summary: expect.stringContaining("1 declined"), threads: 2 });
    expect(elsewhere).toMatchObject({ summary: expect.stringContaining("1 declined"), threads: 2 });
    expect(changed).toMatchObject({ summary: expect.not.stringContaining("declined"), threads: 3 });
    expect(again).toMatchObject({ summary: expect.not.stringContaining("declined"), threads: 3 });
    expect(summaryOf(scene, pull)).toContain("1 declined");
  });
});
