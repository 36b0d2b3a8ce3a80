import { expect, it } from "@jest/globals";
import type { Analysis } from "../../../src/core/analysis.ts";
import type { Change, ChangedFile } from "../../../src/core/change.ts";
import { surroundingsOf } from "../../../src/core/context/surroundings.ts";

it("outlines a changed file once for all units, however many files were looked for in vain", async () => {
  const { change, analysis, outlined } = setUp();

  for (let number = 0; number < 1000; number++) await surroundingsOf(change, analysis).file(`gone/${number}.py`);
  const found = await surroundingsOf(change, analysis).file("app.py");
  await surroundingsOf(change, analysis).file("app.py");

  expect(found).toMatchObject({ path: "app.py", lines: ["a = 1\n"] });
  expect(outlined).toEqual(["app.py"]);
});

it("remembers the latest few hundred other files only", async () => {
  const { change, analysis, outlined } = setUp();
  const around = surroundingsOf(change, analysis);

  for (let number = 0; number <= 400; number++) await around.file(`there/${number}.py`);
  await around.file("there/400.py");
  await around.file("there/0.py");

  expect(outlined.filter((path) => path === "there/400.py")).toHaveLength(1);
  expect(outlined.filter((path) => path === "there/0.py")).toHaveLength(2);
});

/** One changed file; below `there` is whatever is asked for. */
function setUp() {
  const outlined: string[] = [];
  const texts = { head: "a = 1\n", base: "", hunks: [], changedLines: [], provenance: [] };
  const file: ChangedFile = { path: "app.py", status: "modified", language: "python", ...texts };
  const change: Change = {
    set: { title: "test", files: [file], unread: [], removed: [] },
    files: {
      read: async (path) => (path.startsWith("there/") ? "b = 2\n" : undefined),
      readBase: async () => undefined,
      mentioning: async () => [],
    },
  };
  const analysis: Analysis = {
    read: async ({ path }) => {
      outlined.push(path);
      return { outline: { imports: [], regions: [] } as never };
    },
    rules: async () => [],
    close: async () => {},
  };
  return { change, analysis, outlined };
}
