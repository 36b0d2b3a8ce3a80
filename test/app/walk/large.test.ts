import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Files } from "../../../demo/github/git/commit-files.ts";
import { openStage, opened, START, type Scene, type Stage, WEAK } from "./stage.ts";

jest.setTimeout(900_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

type Pull = Awaited<ReturnType<typeof opened>>;

/** `count` files of code that is harmless, and after all of them one that is not. */
function manyFiles(count: number, lines = 1): Files {
  const harmless = (at: number) =>
    Array.from({ length: lines }, (_, line) => `value_${at}_${line} = ${line}\n`).join("");
  const names = Array.from({ length: count - 1 }, (_, at) => `many/file_${String(at).padStart(4, "0")}.py`);
  return { ...Object.fromEntries(names.map((name, at) => [name, harmless(at)])), "zoo/last.py": WEAK };
}

/** What the check says of a change, as numbers: files that were read, and places that were named or counted as not read. */
function coverage({ ada }: Scene, pull: Pull): { read: number; left: number } {
  const summary = ada.sees(pull).checks.at(-1)?.output.summary ?? "";
  const read = Number(/: ([\d,]+) files?,/.exec(summary)?.[1]?.replaceAll(",", "") ?? NaN);
  const items = summary.split("\n").filter((line) => line.startsWith("- "));
  const left = items.reduce((sum, line) => {
    const named = [...line.matchAll(/`[^`]+`/g)].filter(([place]) => !/more files/.test(place)).length;
    const unlisted = Number(/\(([\d,]+) more files\)/.exec(line)?.[1]?.replaceAll(",", "") ?? 0);
    const more = Number(/ and ([\d,]+) more$/.exec(line)?.[1]?.replaceAll(",", "") ?? 0);
    return sum + named + unlisted + more;
  }, 0);
  return { read, left };
}

describe("a pull request of many files (G10)", () => {
  it.each([301, 2999, 3001])(
    "%d: the riskiest are read, every other is named or counted, and it is no pass",
    async (count) => {
      const scene = await stage.scene();

      const pull = await opened(stage, scene, manyFiles(count));

      const { read, left } = coverage(scene, pull);
      expect({ read, all: read + left }).toEqual({ read: 300, all: count });
      const { checks, threads } = scene.ada.sees(pull);
      if (count > 3000) expect(checks.at(-1)?.conclusion).toBe("neutral");
      else expect(threads.map(({ original }) => original.path)).toEqual(["zoo/last.py", "zoo/last.py"]);
    },
  );

  it("that are harmless as far as they were read is no pass either", async () => {
    const scene = await stage.scene({ files: { ...START, ".github/reflexgen.yml": "maxFiles: 5\n" } });
    const { "zoo/last.py": _, ...files } = manyFiles(12);

    const pull = await opened(stage, scene, files);

    expect(coverage(scene, pull)).toEqual({ read: 5, left: 6 });
    expect(scene.ada.sees(pull).checks.at(-1)?.conclusion).toBe("neutral");
  });
});

describe("a page of GitHub's that would be longer than 20,000 lines (G11)", () => {
  it("loses no file: each is read or named, and a weakness in the last gets its comment", async () => {
    const scene = await stage.scene();
    const files = manyFiles(26, 900);

    const pull = await opened(stage, scene, files);

    const { read, left } = coverage(scene, pull);
    expect({ read, left }).toEqual({ read: 26, left: 0 });
    expect(scene.ada.sees(pull).threads.map(({ original }) => original.path)).toEqual(["zoo/last.py", "zoo/last.py"]);
  });

  it("because of one file, which GitHub shows no diff of, is read through its blob", async () => {
    const scene = await stage.scene();
    const long = Array.from({ length: 20_500 }, (_, at) => `v${at} = ${at}\n`).join("");

    const pull = await opened(stage, scene, { "a.py": long, "b.py": WEAK, "c.py": `${WEAK}\n` });

    const summary = scene.ada.sees(pull).checks.at(-1)?.output.summary ?? "";
    const paths = scene.ada.sees(pull).threads.map(({ original }) => original.path);
    expect(new Set(paths)).toEqual(new Set(["b.py", "c.py"]));
    expect(/: 3 files/.test(summary) || summary.includes("a.py")).toBe(true);
  });
});
