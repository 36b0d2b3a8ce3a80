import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { readCommit } from "../../../demo/github/git/commits.ts";
import { answers, BOX, reviewed } from "./apply-scene.ts";
import { openStage, opened, REPAIRED, type Stage, textAt, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("the box of the summary", () => {
  it("is there where fixes wait, and gone with them", async () => {
    const { summary, ada, repository } = await reviewed(stage);
    const before = summary.body;

    await ada.pushes(repository, { branch: "feature", files: { "app.py": REPAIRED } });
    await stage.quiet();

    expect(before).toContain(`\n- [ ] ${BOX} (2)\n`);
    expect(summary.body).not.toContain(BOX);
  });

  it("commits, when it is ticked by somebody who may write, and is cleared afterwards", async () => {
    const { pull, summary, bob, ada, repository, old } = await reviewed(stage);

    bob.ticks(summary, BOX);
    await stage.quiet();

    expect(await textAt(repository, pull.head.sha)).toBe(REPAIRED);
    const commit = await readCommit(repository.git, pull.head.sha);
    expect(commit).toMatchObject({ parents: [old], author: { name: "reflexgen[bot]" } });
    expect(commit?.message).toContain(`Co-authored-by: bob <${bob.account.id}+bob@users.noreply.github.com>\n`);
    expect(commit?.message).toMatch(new RegExp(`\nReflexGen-Request: tick-${summary.id}-[0-9a-f]{12}$`));
    expect(answers({ ada }, pull)).toEqual([
      `Committed 2 fixes as \`${pull.head.sha.slice(0, 7)}\`; the new head is being checked.`,
    ]);
    expect(summary.body).not.toMatch(/\[[xX]\]/);
  });

  it("waits for GitHub where it does not know yet of the tick that it told of (G15)", async () => {
    const { pull, summary, bob, repository } = await reviewed(stage);
    const body = { data: { node: { body: summary.body, editor: null, userContentEdits: { nodes: [] } } } };
    const lag = stage.github.faults.order({
      on: "graphql:node",
      fault: { kind: "status", status: 200, body },
      times: 1,
    });

    bob.ticks(summary, BOX);
    await stage.quiet();

    expect(lag.used).toBe(1);
    expect(await textAt(repository, pull.head.sha)).toBe(REPAIRED);
  });

  it("is not there where the settings turn applying off, the App may not write, or the branch is a fork's", async () => {
    const off = await stage.scene({ files: { "app.py": "a = 1\n", ".github/reflexgen.yml": "apply: false\n" } });
    const reading = await stage.scene();
    reading.installation.permissions = { ...reading.installation.permissions, contents: "read" };
    const open = await stage.scene({ private: false });
    const mallory = stage.github.person("mallory");
    const fork = await mallory.forks(open.repository);
    const wish = { fork, branch: "x", title: "X", files: { "app.py": WEAK } };

    const pulls = [
      await opened(stage, off),
      await opened(stage, reading),
      await mallory.opensPullRequest(open.repository, wish),
    ];
    await stage.quiet();

    for (const [index, scene] of [off, reading, open].entries()) {
      const seen = scene.ada.sees(pulls[index]!);
      expect(seen.comments[0]?.body).toContain("### ReflexGen: 2 findings");
      expect(seen.comments[0]?.body).not.toContain(BOX);
      expect(seen.checks.at(-1)?.actions.map(({ identifier }) => identifier)).toEqual(["review"]);
    }
  });
});

describe("a tick (A3) commits nothing", () => {
  it("of somebody who was removed a second ago", async () => {
    const { pull, summary, bob, ada, repository, old } = await reviewed(stage);
    stage.github.webhooks.hold();
    ada.ticks(summary, BOX);
    bob.setsRole(repository, "ada", "read");

    stage.github.webhooks.release();
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(summary.body).toContain(`- [ ] ${BOX}`);
  });

  it("of another bot, and where the event says that a person did it", async () => {
    const { pull, summary, repository, old, ada } = await reviewed(stage);
    const helper = stage.github.person("helper[bot]");
    helper.account.kind = "Bot";
    repository.collaborators.set(helper.account.id, "write");
    stage.github.webhooks.hold();
    ada.editsComment(summary, summary.body.replace("[ ]", "[x]").replaceAll("\r", ""));
    // The event names Ada; GitHub's own record names the bot.
    const last = summary.edits.at(-1);
    if (last) last.editorId = helper.account.id;

    stage.github.webhooks.release();
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers({ ada }, pull)).toEqual([]);
  });

  it("of several people at once, or of nobody that GitHub names, and asks for the words once", async () => {
    const { pull, summary, ada, bob, old } = await reviewed(stage);
    stage.github.webhooks.hold();
    ada.editsComment(summary, summary.body.replaceAll("\r", "") + "\n");
    bob.ticks(summary, BOX);
    stage.github.webhooks.release();
    await stage.quiet();
    const body = { data: { node: null }, errors: [{ type: "FORBIDDEN", message: "Resource not accessible" }] };
    stage.github.faults.order({ on: "graphql:node", fault: { kind: "status", status: 200, body }, times: 1 });

    bob.ticks(summary, BOX);
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(summary.body).toContain(`- [ ] ${BOX}`);
    expect(answers({ ada }, pull)).toEqual([
      "The box was ticked, but GitHub does not tell by whom. Somebody with write access can say it in a comment:\n\n```text\n/reflexgen apply all\n```",
    ]);
  });

  it("in a summary whose words somebody changed, or in a comment of somebody else's with the same words", async () => {
    const { pull, summary, ada, old } = await reviewed(stage);

    ada.editsComment(
      summary,
      summary.body.replaceAll("\r", "").replace("[ ]", "[x]").replace("ReflexGen:", "ReflexGen says:"),
    );
    const copy = ada.comments(pull, summary.body);
    ada.ticks(copy, BOX);
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers({ ada }, pull)).toEqual([]);
  });
});
