import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { openStage, opened, START, type Scene, type Stage } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const POLICY = ".github/reflexgen.yml";

/** The organisation's repository for what all of its repositories share, given to the App unless `given` is false. */
async function shares(scene: Scene, text: string, { given = true, owner }: { given?: boolean; owner?: string } = {}) {
  const { github } = stage;
  const login = owner ?? github.world.accounts.get(scene.repository.ownerId)?.login ?? "";
  if (!given) scene.installation.repositoryIds = new Set([scene.repository.id]);
  return github.createRepository({ owner: login, name: ".github", private: true, files: { [POLICY]: text } });
}

const summaryOf = ({ ada }: Scene, pull: Awaited<ReturnType<typeof opened>>) =>
  ada.sees(pull).checks.at(-1)?.output.summary ?? "";

describe("the settings of an organisation", () => {
  it("hold where the repository has none of its own, key by key", async () => {
    const scene = await stage.scene({ files: { ...START, [POLICY]: "minimumSeverity: medium\n" } });
    await shares(scene, "blockAt: never\nminimumSeverity: critical\n");

    const pull = await opened(stage, scene);

    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "neutral" }]);
  });

  it("can't be lowered by a repository where they are enforced, and the check says so", async () => {
    const scene = await stage.scene({ files: { ...START, [POLICY]: 'blockAt: never\nexclude: ["**"]\n' } });
    await shares(scene, "blockAt: high\nenforce: [blockAt, exclude]\n");

    const pull = await opened(stage, scene);

    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
    expect(summaryOf(scene, pull)).toContain("the organisation's settings stand instead of this repository's");
  });

  it("are not there for an installation that was not given their repository, and nothing is said of it", async () => {
    const scene = await stage.scene();
    await shares(scene, "blockAt: never\n", { given: false });

    const pull = await opened(stage, scene);

    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
    expect(summaryOf(scene, pull)).not.toContain("organisation");
  });

  it("are left out as a whole where they are malformed, and the check says so", async () => {
    const scene = await stage.scene();
    await shares(scene, "blockAt: never\nbaseUrl: https://evil.example/\n");

    const pull = await opened(stage, scene);

    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
    expect(summaryOf(scene, pull)).toContain("settings of the organisation were left out");
    expect(summaryOf(scene, pull)).not.toContain("evil.example");
  });

  it("are those of the same owner only, whatever a file names (C4)", async () => {
    const scene = await stage.scene({ files: { ...START, [POLICY]: "_extends: rival/.github\n" } });
    stage.github.organization(`rival-of-${scene.repository.id}`);
    await shares(scene, "blockAt: never\n", { owner: `rival-of-${scene.repository.id}` });
    stage.github.ledger.clear();

    const pull = await opened(stage, scene);

    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
    expect(stage.github.ledger.requests.filter(({ path }) => path.includes("rival"))).toEqual([]);
  });
});
