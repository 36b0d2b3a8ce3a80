import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { CLEAN, openStage, opened, START, type Scene, type Stage, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

type Pull = Awaited<ReturnType<typeof opened>>;
const POLICY = ".github/reflexgen.yml";

const summaryOf = ({ ada }: Scene, pull: Pull) => ada.sees(pull).checks.at(-1)?.output.summary ?? "";
const notices = ({ ada }: Scene, pull: Pull) =>
  ada
    .sees(pull)
    .comments.filter(({ body }) => body.includes("settings that this pull request brings"))
    .map(({ id, body }) => ({ id, body }));

async function pushes({ ada, repository }: Scene, text: string): Promise<void> {
  await ada.pushes(repository, { branch: "feature", files: { [POLICY]: text } });
  await stage.quiet();
}

describe("settings that a pull request brings", () => {
  it("malformed ones get one notice, which follows what becomes of them (C2)", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "app.py": CLEAN, [POLICY]: "baseUrl: https://evil.example/\n" });
    const [first] = notices(scene, pull);

    await pushes(scene, "baseUrl: https://evil.example/#2\n");
    await pushes(scene, "maxFiles: lots\n");
    const [second] = notices(scene, pull);
    await pushes(scene, "maxFiles: 10\n");

    expect(first?.body).toContain("baseUrl: no such setting");
    expect(second?.body).toContain("maxFiles: wrong type");
    expect(notices(scene, pull).map(({ id, body }) => [id, body.split("\n")[0]])).toEqual([
      [first?.id, "The settings that this pull request brings (`.github/reflexgen.yml`) can be read now."],
    ]);
    expect(JSON.stringify(scene.ada.sees(pull))).not.toContain("evil.example");
    expect(stage.github.ledger.writesOf("issues/create-comment")).toHaveLength(1);
  });

  it("malformed ones stand in the check, too", async () => {
    const scene = await stage.scene();

    const pull = await opened(stage, scene, { "app.py": CLEAN, [POLICY]: "a: [\n" });

    expect(summaryOf(scene, pull)).toContain("this change brings settings that can't be read");
    expect(summaryOf(scene, pull)).toContain("not valid YAML");
  });

  it("good ones get no word where they loosen nothing", async () => {
    const scene = await stage.scene();

    const pull = await opened(stage, scene, { "app.py": CLEAN, [POLICY]: "blockAt: low\nmaxFiles: 1000\n" });

    expect(notices(scene, pull)).toEqual([]);
    expect(scene.ada.sees(pull).comments).toEqual([]);
    expect(summaryOf(scene, pull)).not.toContain("settings");
  });

  it.each<[string, string]>([
    ['exclude: ["**"]\n', "exclude"],
    ["include: [docs]\n", "include"],
    ["blockAt: never\nminimumSeverity: critical\n", "minimumSeverity, blockAt"],
    ["maxUnits: 1\n", "maxUnits"],
    ["skipLabels: [quick]\n", "skipLabels"],
  ])(
    "are named in the check where they loosen later reviews, and loosen nothing yet (C1, C7): %j",
    async (text, keys) => {
      const scene = await stage.scene();

      const pull = await opened(stage, scene, { "app.py": WEAK, [POLICY]: text });

      expect(summaryOf(scene, pull)).toContain(`this change loosens the settings of later reviews: ${keys}`);
      expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
      expect(scene.ada.sees(pull).threads).toHaveLength(2);
    },
  );
});

describe("settings that leave everything out", () => {
  it("are the base's to have, and the check says what was not read (C7)", async () => {
    const scene = await stage.scene({ files: { ...START, [POLICY]: 'exclude: ["**"]\n' } });

    const pull = await opened(stage, scene, { "app.py": WEAK, "b.py": WEAK });

    expect(summaryOf(scene, pull)).toContain("0 files");
    expect(summaryOf(scene, pull)).toContain("excluded by policy");
    expect(summaryOf(scene, pull)).toContain("app.py");
    expect(summaryOf(scene, pull)).toContain("b.py");
  });
});

describe("labels", () => {
  it("keep a pull request from being reviewed, and it is reviewed when they go", async () => {
    const scene = await stage.scene({ files: { ...START, [POLICY]: "skipLabels: [Skip]\n" } });
    const { ada, repository } = scene;
    stage.github.webhooks.hold();
    const pull = await ada.opensPullRequest(repository, { branch: "feature", title: "X", files: { "app.py": WEAK } });
    await ada.labels(pull, "skip");
    stage.github.webhooks.release();
    await stage.quiet();
    const before = structuredClone(ada.sees(pull));

    await ada.unlabels(pull, "skip");
    await stage.quiet();

    expect(before.reviews).toEqual([]);
    expect(before.checks).toMatchObject([
      { conclusion: "neutral", output: { title: expect.stringMatching(/^Not reviewed/) } },
    ]);
    expect(before.checks[0]?.output.summary).toContain("Skip");
    expect(ada.sees(pull).reviews).toHaveLength(1);
    expect(ada.sees(pull).checks.at(-1)).toMatchObject({ conclusion: "failure" });
  });

  it("of which one is wanted bring the review when it is there", async () => {
    const scene = await stage.scene({ files: { ...START, [POLICY]: "onlyLabels: [security]\n" } });
    const pull = await opened(stage, scene);
    const before = structuredClone(scene.ada.sees(pull).checks);

    await scene.ada.labels(pull, "security");
    await stage.quiet();

    expect(before).toMatchObject([{ conclusion: "neutral" }]);
    expect(scene.ada.sees(pull).checks.at(-1)).toMatchObject({ conclusion: "failure" });
  });

  it("hinder nobody who asks for a review", async () => {
    const scene = await stage.scene({ files: { ...START, [POLICY]: "onlyLabels: [security]\n" } });
    const pull = await opened(stage, scene);

    scene.ada.comments(pull, "/reflexgen review");
    await stage.quiet();

    expect(scene.ada.sees(pull).checks.at(-1)).toMatchObject({ conclusion: "failure" });
  });
});
