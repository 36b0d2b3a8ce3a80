import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Change } from "../../../src/core/change.ts";
import { openAppScene, type AppScene } from "./app-scene.ts";

const CODE = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
const TEXT = `${CODE.join("\n")}\n`;
const EDITED = TEXT.replace("line 10\n", "ten\n");
const BYTES = Buffer.from([0x89, 0x50, 0, 1, 2, 3]);
const QUOTED = ["tab\there.py", 'a "b".py', "back\\slash.py", "caf\u00e9 \u00fc.py", "a => b.py", "-x.py", "\u2028.py"];

let scene: AppScene;
let set: Change["set"];
beforeAll(async () => {
  scene = await openAppScene({
    files: {
      "renamed-from.py": TEXT,
      "moved-from.py": TEXT.replaceAll("line", "moved"),
      "mode.py": TEXT.replaceAll("line", "mode"),
      "mode-edited.py": TEXT,
      "stays.py": TEXT.replaceAll("line", "stays"),
      "emptied.py": "one\ntwo\n",
      "deleted.py": "gone\n",
      "becomes-binary.py": TEXT,
      "becomes-text.py": BYTES,
      "becomes-link.py": "text\n",
      "was-link.py": { content: "becomes-link.py", mode: "120000" },
      "no-end.py": "one\ntwo",
      "gets-end.py": "one\ntwo",
      ...Object.fromEntries(QUOTED.map((path) => [`quoted/${path}`, TEXT])),
    },
  });
  const pull = await scene.ada.opensPullRequest(scene.repository, {
    branch: "topic",
    title: "Odd files",
    files: {
      "renamed-from.py": null,
      "renamed-to.py": EDITED,
      "moved-from.py": null,
      "moved-to.py": TEXT.replaceAll("line", "moved"),
      "copy.py": TEXT.replaceAll("line", "stays"),
      "mode.py": { content: TEXT.replaceAll("line", "mode"), mode: "100755" },
      "mode-edited.py": { content: EDITED, mode: "100755" },
      "emptied.py": "",
      "empty.py": "",
      "deleted.py": null,
      "picture.png": BYTES,
      "becomes-binary.py": BYTES,
      "becomes-text.py": TEXT,
      "becomes-link.py": { content: "empty.py", mode: "120000" },
      "was-link.py": { content: "one\n", mode: "100644" },
      "module.py": { submodule: "1".repeat(40) },
      "no-end.py": "one\nthree",
      "gets-end.py": "one\ntwo\n",
      "one-line.py": "only",
      ...Object.fromEntries(QUOTED.map((path) => [`quoted/${path}`, EDITED])),
    },
  });
  const host = (await scene.open()).pull(pull.number);
  set = (await host.openChange(await host.read())).set;
});
afterAll(() => scene.close());

const fileAt = (path: string) => set.files.find((file) => file.path === path);
/** The hunk around line 10. */
const AROUND_TEN = [{ startLine: 7, endLine: 13 }];
const TEN = [{ startLine: 10, endLine: 10 }];

describe("where comments can stand in odd files (D5)", () => {
  it.each<[string, object]>([
    [
      "renamed-to.py",
      {
        status: "renamed",
        previousPath: "renamed-from.py",
        changedLines: TEN,
        diffRanges: AROUND_TEN,
        removedRanges: TEN,
      },
    ],
    ["mode-edited.py", { status: "modified", changedLines: TEN, diffRanges: AROUND_TEN, removedRanges: TEN }],
    ["copy.py", { status: "added", diffRanges: [{ startLine: 1, endLine: 20 }], removedRanges: [] }],
    ["emptied.py", { head: "", diffRanges: [], removedRanges: [{ startLine: 1, endLine: 2 }] }],
    [
      "no-end.py",
      { diffRanges: [{ startLine: 1, endLine: 2 }], removedRanges: [{ startLine: 2, endLine: 2 }], head: "one\nthree" },
    ],
    ["gets-end.py", { diffRanges: [{ startLine: 1, endLine: 2 }], removedRanges: [{ startLine: 2, endLine: 2 }] }],
    ["one-line.py", { diffRanges: [{ startLine: 1, endLine: 1 }], removedRanges: [] }],
    ["was-link.py", { head: "one\n", changedLines: [{ startLine: 1, endLine: 1 }] }],
    ...QUOTED.map((path): [string, object] => [
      `quoted/${path}`,
      { status: "modified", head: EDITED, changedLines: TEN, diffRanges: AROUND_TEN },
    ]),
  ])("%s is placed by its own diff", (path, expected) => {
    expect(fileAt(path)).toMatchObject(expected);
  });

  it.each(["moved-to.py", "empty.py", "becomes-text.py"])("%s has no diff, and no place", (path) => {
    expect(fileAt(path)).toMatchObject({ path });
    expect(fileAt(path)?.diffRanges ?? []).toEqual([]);
  });

  it("leaves out what changed no line, and says why it does not read the rest", () => {
    expect(set.removed).toEqual(["deleted.py"]);
    expect(fileAt("mode.py")).toBeUndefined();
    expect(Object.fromEntries(set.unread.map(({ path, reason }) => [path, reason]))).toEqual({
      "picture.png": "binary file",
      "becomes-binary.py": "binary file",
      "becomes-link.py": "symbolic link: not followed",
      "module.py": "submodule: its commits are another repository's",
    });
  });
});
