import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { openStage, opened, type Stage } from "./stage.ts";
import { answers, reactions } from "./talk.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const REFUSED = [
  "/reflexgen review",
  "/reflexgen apply all",
  "/reflexgen full",
  "/reflexgen dismiss 0123456789ab because I say so",
  "/reflexgen dismiss 0123456789ab please",
  "/reflexgen aply",
  "/reflexgen nothing-like-it",
];

describe("many refused commands", () => {
  it("of one reader get one reply of each kind, and reactions from then on", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    const asked = [];
    for (const body of REFUSED) {
      asked.push(scene.eve.comments(pull, body));
      await stage.quiet();
    }

    expect(answers(stage, scene, pull).map((words) => words.slice(0, 30))).toEqual([
      "`/reflexgen review` needs writ",
      "`/reflexgen dismiss` needs wri",
      "There is no command `aply`. Di",
    ]);
    expect(asked.map((comment) => reactions(stage, comment))).toEqual(REFUSED.map(() => ["confused"]));
  });

  it("of two readers get a reply each", async () => {
    const scene = await stage.scene({ private: false });
    const pull = await opened(stage, scene);

    for (const person of [scene.eve, stage.github.person("mallory")]) {
      person.comments(pull, "/reflexgen apply all");
      person.comments(pull, "/reflexgen pause");
      await stage.quiet();
    }

    expect(answers(stage, scene, pull)).toHaveLength(2);
  });

  it("do not keep back the answers that the person gets who may ask", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    for (const body of ["/reflexgen aply", "/reflexgen aply", "/reflexgen help", "/reflexgen help"]) {
      scene.ada.comments(pull, body);
      await stage.quiet();
    }

    expect(answers(stage, scene, pull)).toHaveLength(4);
  });
});

describe("what can be asked for", () => {
  async function helped(on: Stage, scene: Awaited<ReturnType<Stage["scene"]>>) {
    const pull = await opened(on, scene);
    scene.ada.comments(pull, "/reflexgen help");
    await on.quiet();
    const said = scene.ada.sees(pull);
    const all = [...said.comments, ...said.reviewComments, ...said.reviews].map(({ body }) => body);
    return { help: answers(on, scene, pull).join("\n"), all: all.join("\n") };
  }

  it("has `apply` where the App may commit", async () => {
    const { help, all } = await helped(stage, await stage.scene());

    expect(help).toContain("/reflexgen apply");
    expect(all).toContain("/reflexgen apply");
  });

  it("has no `apply` where the settings turn it off, in no words of ours", async () => {
    const files = { "app.py": "a = 1\n", ".github/reflexgen.yml": "apply: false\n" };

    const { help, all } = await helped(stage, await stage.scene({ files }));

    expect(help).toContain("/reflexgen dismiss");
    expect(all).not.toContain("/reflexgen apply");
  });

  it("has no `apply` where the App has no right to commit", async () => {
    const reader = await openStage({ manifest: "app.yml" });
    try {
      const { help, all } = await helped(reader, await reader.scene());

      expect(help).toContain("/reflexgen dismiss");
      expect(all).not.toContain("/reflexgen apply");
    } finally {
      await reader.close();
    }
  });
});
