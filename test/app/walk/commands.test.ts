import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { readCommit } from "../../../demo/github/git/commits.ts";
import { openStage, opened, REPAIRED, type Stage, textAt, WEAK } from "./stage.ts";
import { answers, answersIn, idsOf, reactions } from "./talk.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

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
    expect(reactions(stage, asked)).toEqual(["eyes"]);
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

    expect(reactions(stage, asked)).toEqual(["confused"]);
    expect(answers(stage, scene, pull)).toEqual([
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
    expect(answers(stage, scene, pull)).toEqual([
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
    expect(answers(stage, scene, pull)[0]).toContain("Committed 1 fix");
    expect(answers(stage, scene, pull)[0]).toContain("- `0123456789ab`: no open finding has this id");
  });

  it.each(["eve", "mallory"])("is refused to %s, who may not write", async (login) => {
    const scene = await stage.scene({ private: false });
    const pull = await opened(stage, scene);
    const old = pull.head.sha;

    stage.github.person(login).comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers(stage, scene, pull)).toEqual(["`/reflexgen apply` needs write access. Nothing was changed."]);
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
    expect(answers(stage, scene, pull)).toEqual(["`/reflexgen apply` needs write access. Nothing was changed."]);
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

    expect(answers(stage, scene, pull)).toHaveLength(1);
    expect(answers(stage, scene, pull)[0]).toContain("no App can push to a fork");
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
    expect(answers(stage, scene, pull)[0]).toContain("the App never writes to the default branch");
  });

  it("stops at a protected branch", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    scene.bob.protects(scene.repository, { pattern: "feature", pullRequestRequired: true });
    const old = pull.head.sha;

    scene.ada.comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers(stage, scene, pull)[0]).toContain("Nothing was committed: the branch is protected");
  });

  it("commits nothing where the settings turn it off", async () => {
    const scene = await stage.scene({ files: { "app.py": "a = 1\n", ".github/reflexgen.yml": "apply: false\n" } });
    const pull = await opened(stage, scene);
    const old = pull.head.sha;

    scene.ada.comments(pull, "/reflexgen apply all");
    await stage.quiet();

    expect(pull.head.sha).toBe(old);
    expect(answers(stage, scene, pull)[0]).toContain("the settings of this repository turn it off");
  });
});

describe("/reflexgen pause and resume", () => {
  it("stop reviews of pushes until somebody asks, and never look like a pass", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "app.py": "a = 1\n" });
    scene.ada.comments(pull, "/reflexgen pause");
    await stage.quiet();

    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": WEAK } });
    await stage.quiet();
    const paused = scene.ada.sees(pull);
    scene.ada.comments(pull, "/reflexgen resume");
    await stage.quiet();
    const resumed = scene.ada.sees(pull);
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": REPAIRED } });
    await stage.quiet();

    expect(answers(stage, scene, pull)).toEqual([
      "Paused: new commits are not reviewed by themselves. `/reflexgen resume` ends it.",
      "Reviews go on; the newest commit is being looked at.",
    ]);
    expect(paused.reviews).toEqual([]);
    expect(paused.checks.at(-1)?.conclusion).not.toBe("success");
    expect(resumed.checks.at(-1)?.conclusion).toBe("failure");
    expect(scene.ada.sees(pull).checks.at(-1)?.conclusion).toBe("success");
  });

  it("take write access to pause, also for the author of a fork", async () => {
    const scene = await stage.scene({ private: false });
    const mallory = stage.github.person("mallory");
    const fork = await mallory.forks(scene.repository);
    const pull = await mallory.opensPullRequest(scene.repository, {
      fork,
      branch: "x",
      title: "X",
      files: { "app.py": "a = 1\n" },
    });
    await stage.quiet();

    mallory.comments(pull, "/reflexgen pause");
    await stage.quiet();
    await mallory.pushes(fork, { branch: "x", files: { "app.py": WEAK } });
    await stage.quiet();

    expect(answers(stage, scene, pull)).toEqual(["`/reflexgen pause` needs write access. Nothing was changed."]);
    expect(scene.ada.sees(pull).checks.at(-1)?.conclusion).toBe("failure");
  });
});

describe("/reflexgen full", () => {
  it("reviews again, and says nothing twice", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const before = scene.ada.sees(pull).checks.length;

    const asked = scene.ada.comments(pull, "/reflexgen full");
    await stage.quiet();

    const { reviews, threads, checks } = scene.ada.sees(pull);
    expect([reviews.length, threads.length, checks.length]).toEqual([1, 2, before + 1]);
    expect(reactions(stage, asked)).toEqual(["eyes"]);
    expect(answers(stage, scene, pull)).toEqual([]);
  });
});

describe("/reflexgen explain", () => {
  it("says what a finding rests on, level by level, from a look at the head just now", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const id = idsOf(scene, pull).get(11);

    scene.ada.comments(pull, `/reflexgen explain ${id}`);
    await stage.quiet();

    const [said = ""] = answers(stage, scene, pull);
    expect(said).toContain(`\`find\` at \`app.py:11\`. Id \`${id}\`, open.`);
    expect(said).toContain(`Found again just now at \`${pull.head.sha.slice(0, 7)}\`, at line 11`);
    for (const level of [
      "L1 applies and parses: passed",
      "L2 holds together: passed",
      "L3 repaired and preserved: passed",
    ])
      expect(said).toContain(level);
    expect(said).toContain("[CWE-89](https://cwe.mitre.org/");
    expect(said).toContain(`/reflexgen dismiss ${id} reason`);
    expect(said).not.toContain("model says");
  });

  it("says that a finding is not there any more, and what is remembered of it", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": REPAIRED } });
    await stage.quiet();

    scene.ada.replies(first!, "/reflexgen explain");
    await stage.quiet();

    const said = answersIn(stage, scene, pull, first!).at(-1);
    expect(said).toContain("fixed.");
    expect(said).toContain("the analysers do not report it there any more");
    expect(said).toContain("A fix was offered with it that had passed all levels then");
  });

  it("is for those who may write, and for the author", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    scene.eve.comments(pull, `/reflexgen explain ${idsOf(scene, pull).get(11)}`);
    await stage.quiet();

    expect(answers(stage, scene, pull)).toEqual([
      "`/reflexgen explain` needs write access, or to be the author. Nothing was changed.",
    ]);
  });
});

describe("other words", () => {
  it("are answered with one line that says what would be right", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const id = idsOf(scene, pull).get(11);

    for (const words of [
      "dismis x",
      `dismiss ${id}`,
      "dismiss 0123456789ab why",
      "dismiss why",
      "pause now",
      "explain 12345678",
    ])
      scene.bob.comments(pull, `/reflexgen ${words}\n/reflexgen apply all`);
    const old = pull.head.sha;
    await stage.quiet();

    const said = answers(stage, scene, pull);
    expect(said.map((line) => line.split("\n").length)).toEqual([1, 1, 1, 1, 1, 1]);
    const expected = [
      "Did you mean `/reflexgen dismiss ID reason`?",
      "A reason is missing",
      "No finding here has the id",
      "Which finding?",
      "stands alone",
      "no finding's id",
    ];
    for (const [index, words] of expected.entries()) expect(said[index]).toContain(words);
    expect(pull.head.sha).toBe(old);
  });

  it("are answered with what there is", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    scene.eve.comments(pull, "/reflexgen help");
    await stage.quiet();
    const unknown = scene.eve.comments(pull, "/reflexgen merge --force");
    await stage.quiet();

    const [help, none] = answers(stage, scene, pull);
    expect(help).toContain("`/reflexgen apply ID … or all`");
    expect(none).toBe("There is no command `merge`. `/reflexgen help` lists what there is.");
    expect(reactions(stage, unknown)).toEqual(["confused"]);
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
    expect(reactions(stage, asked)).toEqual(["eyes"]);
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

    expect(answers(stage, scene, pull)).toHaveLength(1);
    expect(pull.head.sha).toBe(old);
  });
});
