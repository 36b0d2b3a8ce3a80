import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { readCommit } from "../../../demo/github/git/commits.ts";
import { openStage, opened, REPAIRED, type Scene, type Stage, textAt, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** What the bot wrote in the conversation beside its summary, the mark left out. */
function answers({ ada }: Scene, pull: Pull): string[] {
  const people = new Set(["ada", "bob", "eve", "mallory"].map((login) => stage.github.person(login).account.id));
  return ada
    .sees(pull)
    .comments.filter(({ authorId, body }) => !people.has(authorId) && !body.startsWith("### ReflexGen"))
    .map(({ body }) => body.split("\n\n<!--")[0] ?? "");
}

function reactions(to: { id: number }): string[] {
  const all = [...stage.github.world.reactions.values()];
  return all.filter(({ subjectId }) => subjectId === to.id).map(({ content }) => content);
}

describe("/reflexgen review", () => {
  it("reviews a draft, which is else left alone until it is ready", async () => {
    const scene = await stage.scene();
    const { ada, repository } = scene;
    const files = { "app.py": WEAK };
    const pull = await ada.opensPullRequest(repository, { branch: "x", title: "X", draft: true, files });
    await stage.quiet();
    const asDraft = ada.sees(pull);

    const asked = ada.comments(pull, "/reflexgen review");
    await stage.quiet();

    expect(asDraft).toMatchObject({ reviews: [], checks: [{ status: "completed", conclusion: "neutral" }] });
    expect(asDraft.checks[0]?.output.summary).toContain("this is a draft");
    expect(ada.sees(pull).reviews).toHaveLength(1);
    expect(ada.sees(pull).checks.at(-1)).toMatchObject({ conclusion: "failure" });
    expect(reactions(asked)).toEqual(["eyes"]);
  });

  it("is not needed when a draft is made ready", async () => {
    const scene = await stage.scene();
    const files = { "app.py": WEAK };
    const pull = await scene.ada.opensPullRequest(scene.repository, { branch: "x", title: "X", draft: true, files });
    await stage.quiet();

    await scene.ada.marksReady(pull);
    await stage.quiet();

    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
  });

  it("is refused to those who may only read", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const before = stage.github.ledger.writesOf("checks/create").length;

    const asked = scene.eve.comments(pull, "/reflexgen review");
    await stage.quiet();

    expect(reactions(asked)).toEqual(["confused"]);
    expect(answers(scene, pull)).toEqual([
      "`/reflexgen review` needs write access, or to be the author. Nothing was changed.",
    ]);
    expect(stage.github.ledger.writesOf("checks/create")).toHaveLength(before);
  });
});

describe("/reflexgen apply", () => {
  it("makes one commit of the App with exactly the checked bytes, and says on whose word", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const old = pull.head.sha;

    const asked = scene.ada.comments(pull, "Looks right.\n\n/reflexgen apply all");
    await stage.quiet();

    const { head } = pull;
    expect(await textAt(scene.repository, head.sha)).toBe(REPAIRED);
    const commit = await readCommit(scene.repository.git, head.sha);
    expect(commit).toMatchObject({ parents: [old], author: { name: "reflexgen[bot]" } });
    expect(commit?.message).toContain("Asked for by ada.");
    expect(commit?.message).toContain(`ReflexGen-Request: comment-${asked.id}`);
    expect(stage.github.world.signedCommits.has(head.sha)).toBe(true);
    expect(answers(scene, pull)).toEqual([
      `Committed 2 fixes as \`${head.sha.slice(0, 7)}\`; the new head is being checked.`,
    ]);
    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "success", headSha: head.sha }]);
    expect(scene.ada.sees(pull).threads.every(({ resolvedById }) => resolvedById !== undefined)).toBe(true);
  });

  it("takes the one that was asked for, and names those that are none", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const id = /`app\.py:15` .*`([0-9a-f]{12})`/.exec(scene.ada.sees(pull).comments[0]?.body ?? "")?.[1] ?? "";

    scene.ada.comments(pull, `/reflexgen apply ${id} 0123456789ab`);
    await stage.quiet();

    const text = await textAt(scene.repository, pull.head.sha);
    expect(text).toContain(`subprocess.run(["ping", "-c", "1", host])`);
    expect(text).toContain("'%s'\" % name");
    expect(answers(scene, pull)[0]).toContain("Committed 1 fix");
    expect(answers(scene, pull)[0]).toContain("- `0123456789ab`: no open finding has this id");
  });

  it.each(["eve", "mallory"])("is refused to %s, who may not write", async (login) => {
    const scene = await stage.scene({ private: false });
    const pull = await opened(stage, scene);
    const old = pull.head.sha;

    stage.github.person(login).comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers(scene, pull)).toEqual(["`/reflexgen apply` needs write access. Nothing was changed."]);
  });

  it("looks up the right at that very moment", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const old = pull.head.sha;
    stage.github.webhooks.hold();
    scene.ada.comments(pull, "/reflexgen apply all");
    scene.bob.setsRole(scene.repository, "ada", "read");

    stage.github.webhooks.release();
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers(scene, pull)).toEqual(["`/reflexgen apply` needs write access. Nothing was changed."]);
  });

  it("explains that no App can push to a fork", async () => {
    const scene = await stage.scene({ private: false });
    const mallory = stage.github.person("mallory");
    const fork = await mallory.forks(scene.repository);
    const pull = await mallory.opensPullRequest(scene.repository, {
      fork,
      branch: "x",
      title: "X",
      files: { "app.py": WEAK },
    });
    await stage.quiet();

    scene.ada.comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(answers(scene, pull)).toHaveLength(1);
    expect(answers(scene, pull)[0]).toContain("no App can push to a fork");
    expect(stage.github.ledger.requestsOf("graphql").filter(({ status }) => status !== 200)).toEqual([]);
  });

  it("never writes to the default branch", async () => {
    const scene = await stage.scene({ files: { "app.py": WEAK } });
    await scene.ada.pushes(scene.repository, { branch: "release", files: { "other.py": "x = 1\n" } });
    await scene.ada.pushes(scene.repository, { branch: "main", files: { "new.py": WEAK } });
    const pull = await scene.ada.opensPullRequest(scene.repository, { branch: "main", base: "release", title: "Back" });
    await stage.quiet();
    const old = pull.head.sha;

    scene.ada.comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers(scene, pull)[0]).toContain("the App never writes to the default branch");
  });

  it("stops at a protected branch", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    scene.bob.protects(scene.repository, { pattern: "feature", pullRequestRequired: true });
    const old = pull.head.sha;

    scene.ada.comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers(scene, pull)[0]).toContain("Nothing was committed: the branch is protected");
  });

  it("commits nothing where the settings turn it off", async () => {
    const scene = await stage.scene({ files: { "app.py": "a = 1\n", ".github/reflexgen.yml": "apply: false\n" } });
    const pull = await opened(stage, scene);
    const old = pull.head.sha;

    scene.ada.comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers(scene, pull)[0]).toContain("the settings of this repository turn it off");
  });
});

describe("other words", () => {
  it("are answered with what there is", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    scene.eve.comments(pull, "/reflexgen help");
    await stage.quiet();
    const unknown = scene.eve.comments(pull, "/reflexgen merge --force");
    await stage.quiet();

    const [help, none] = answers(scene, pull);
    expect(help).toContain("`/reflexgen apply ID … or all`");
    expect(none).toContain("This is no command that ReflexGen knows.");
    expect(reactions(unknown)).toEqual(["confused"]);
  });

  it("are answered once, in the thread where they were said", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;

    const asked = scene.ada.replies(first!, "/reflexgen help");
    await stage.quiet();
    for (const delivery of stage.github.webhooks.deliveries().slice(-5)) stage.github.webhooks.redeliver(delivery);
    await stage.quiet();

    const thread = scene.ada.sees(pull).reviewComments.filter(({ inReplyToId }) => inReplyToId === first!.id);
    expect(thread.map(({ authorId }) => authorId === scene.ada.account.id)).toEqual([true, false]);
    expect(reactions(asked)).toEqual(["eyes"]);
  });

  it("of a bot, in a quotation, in a code block, or in a title are not heard", async () => {
    const scene = await stage.scene();
    const { ada, repository } = scene;
    const pull = await ada.opensPullRequest(repository, {
      branch: "x",
      title: "/reflexgen apply all",
      body: "/reflexgen apply all",
      files: { "app.py": WEAK },
    });
    await stage.quiet();
    const old = pull.head.sha;

    ada.comments(pull, "> /reflexgen apply all\n\n```\n/reflexgen apply all\n```\n\n please /reflexgen apply all");
    const bot = stage.github.person("helper[bot]");
    bot.account.kind = "Bot";
    repository.collaborators.set(bot.account.id, "write");
    bot.comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(answers(scene, pull)).toHaveLength(1);
    expect(pull.head.sha).toBe(old);
  });
});
