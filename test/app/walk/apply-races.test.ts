import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { readCommit } from "../../../demo/github/git/commits.ts";
import { answers, APPLY_ALL, BOX, commitsSince, reviewed, SCALE } from "./apply-scene.ts";
import { openStage, REPAIRED, type Stage, textAt, WEAK } from "./stage.ts";

jest.setTimeout(180_000 * Math.max(1, SCALE));
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Does it while GitHub's next answer to a wish to commit is a failure before anything was done. */
async function whileCommitting(act: () => Promise<unknown>): Promise<void> {
  const fault = { kind: "status", status: 502 } as const;
  const late = stage.github.faults.order({ on: "graphql:createCommitOnBranch", fault, times: 1 });
  const giveUp = performance.now() + 60_000;
  while (late.used === 0 && performance.now() < giveUp) await new Promise((resolve) => setTimeout(resolve, 5));
  await act();
}

describe("many who ask at once (A1)", () => {
  it("get one commit, and at most one answer each", async () => {
    const { pull, summary, ada, bob, repository, old } = await reviewed(stage);
    const carl = stage.github.person("carl");
    repository.collaborators.set(carl.account.id, "write");
    const check = ada.sees(pull).checks.at(-1)!;
    const people = [ada, bob, carl];
    stage.github.ledger.clear();
    stage.github.webhooks.hold();

    for (let click = 0; click < 15 * Math.min(SCALE, 3) + 1; click++) {
      const person = people[click % 3]!;
      if (click % 5 === 4) person.clicks(check, "apply");
      else person.comments(pull, APPLY_ALL);
    }
    carl.ticks(summary, BOX);
    stage.github.webhooks.release();
    await stage.quiet();

    expect(stage.github.ledger.writesOf("graphql:createCommitOnBranch")).toHaveLength(1);
    expect(await commitsSince({ repository }, pull, old)).toEqual([pull.head.sha]);
    expect(await textAt(repository, pull.head.sha)).toBe(REPAIRED);
    const said = answers({ ada }, pull);
    expect(said.filter((text) => text.startsWith("Committed 2 fixes"))).toHaveLength(1);
    expect(said.filter((text) => text.startsWith("The checked fixes stand there already")).length).toBeLessThanOrEqual(
      2,
    );
    expect(said.length).toBeLessThanOrEqual(people.length + 1);
  });
});

describe("a push between the click and the commit (A2)", () => {
  it("is kept: the fixes are made anew for the new head, once", async () => {
    const { pull, ada, repository } = await reviewed(stage);
    const made: string[] = [];

    ada.comments(pull, APPLY_ALL);
    await whileCommitting(async () => {
      made.push(await ada.pushes(repository, { branch: "feature", files: { "app.py": `# mine\n${WEAK}# end\n` } }));
    });
    await stage.quiet();

    expect(await textAt(repository, pull.head.sha)).toBe(`# mine\n${REPAIRED}# end\n`);
    expect((await readCommit(repository.git, pull.head.sha))?.parents).toEqual(made);
    expect(answers({ ada }, pull)[0]).toMatch(/^Committed 2 fixes/);
  });

  it("of other code in the place of a fix leaves that one out", async () => {
    const { pull, ada, repository } = await reviewed(stage);
    const theirs = WEAK.replace('"ping -c 1 " + host', '"ping -c 3 " + host');

    ada.comments(pull, APPLY_ALL);
    await whileCommitting(() => ada.pushes(repository, { branch: "feature", files: { "app.py": theirs } }));
    await stage.quiet();

    const text = await textAt(repository, pull.head.sha);
    expect(text).toContain('"ping -c 3 " + host');
    expect(text).toContain('name = ?", (name,)');
    expect(answers({ ada }, pull)[0]).toMatch(
      /^Committed 1 fix .*\n\nLeft as they are:\n\n- `[0-9a-f]{12}`: its lines are others by now/s,
    );
  });

  it("loses nothing in many races, whenever it comes", async () => {
    for (let race = 0; race < 2 * SCALE; race++) {
      const { pull, ada, repository } = await reviewed(stage);
      const lines: string[] = [];
      const pushing = (async () => {
        for (let push = 0; push < 3; push++) {
          await new Promise((resolve) => setTimeout(resolve, (race * 37 + push * 53) % 170));
          lines.push(`# ${race}.${push}\n`);
          const now = await textAt(repository, pull.head.sha);
          const wish = { branch: "feature", files: { "app.py": lines.at(-1) + now } };
          await ada.pushes(repository, wish).catch(() => lines.pop());
        }
      })();
      ada.comments(pull, APPLY_ALL);
      await pushing;
      await stage.quiet();

      const text = await textAt(repository, pull.head.sha);
      const ours = await commitsSince({ repository }, pull, pull.base.sha);
      const authors = await Promise.all(ours.map(async (sha) => (await readCommit(repository.git, sha))?.author.name));
      expect(authors.filter((name) => name === "reflexgen[bot]").length).toBeLessThanOrEqual(1);
      expect([lines.toReversed().join("") + WEAK, lines.toReversed().join("") + REPAIRED]).toContain(text);
    }
  });
});

describe("our own commit (A11)", () => {
  it("is reviewed once, and asks for nothing more", async () => {
    const { pull, ada, repository, old } = await reviewed(stage);
    stage.github.ledger.clear();

    ada.comments(pull, APPLY_ALL);
    await stage.quiet();

    expect(await commitsSince({ repository }, pull, old)).toHaveLength(1);
    const created = stage.github.ledger.writesOf("checks/create");
    expect(created.filter(({ body }) => (body as { head_sha: string }).head_sha === pull.head.sha)).toHaveLength(1);
    expect(stage.github.ledger.writesOf("pulls/create-review")).toEqual([]);
    expect(ada.sees(pull).checks).toMatchObject([{ conclusion: "success" }]);
  });
});

describe("all of it, where one does not fit (A12)", () => {
  it("is one commit over several files, and what was left is named exactly", async () => {
    const { pull, ada, repository, old } = await reviewed(stage, {
      "app.py": WEAK,
      "lib/run.py": WEAK,
      "lib/other.py": WEAK,
    });
    const theirs = WEAK.replace("'%s'", "'%s%s'");
    const shown = ada.sees(pull).comments[0]?.body ?? "";
    const conflict = /`lib\/run\.py:11` .*`([0-9a-f]{12})`/.exec(shown)?.[1] ?? "";
    stage.github.webhooks.hold();
    const mine = await ada.pushes(repository, { branch: "feature", files: { "lib/run.py": theirs } });
    ada.comments(pull, APPLY_ALL);
    stage.github.webhooks.release((waiting) => waiting.filter(({ event }) => event === "issue_comment"));
    await stage.quiet();

    const made = await commitsSince({ repository }, pull, old);
    expect(made).toEqual([mine, expect.any(String)]);
    expect(await textAt(repository, pull.head.sha)).toBe(REPAIRED);
    expect(await textAt(repository, pull.head.sha, "lib/other.py")).toBe(REPAIRED);
    expect(await textAt(repository, pull.head.sha, "lib/run.py")).toContain("'%s%s'");
    expect(answers({ ada }, pull)[0]?.split("\n\n")).toEqual([
      `Committed 5 fixes as \`${pull.head.sha.slice(0, 7)}\`; the new head is being checked.`,
      "Left as they are:",
      `- \`${conflict}\`: its lines are others by now`,
    ]);
  });
});
