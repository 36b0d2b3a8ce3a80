import { describe, expect, it } from "@jest/globals";
import { isMisplaced } from "../../../src/adapters/host/anchors.ts";
import { patchRanges } from "../../../src/adapters/host/patch-ranges.ts";
import type { LineComment } from "../../../src/core/pull-request.ts";

describe("the lines that a patch shows", () => {
  it.each<[string, string, ReturnType<typeof patchRanges>]>([
    [
      "two hunks, with their context",
      "@@ -1,4 +1,5 @@ def f():\n a\n+b\n c\n d\n e\n@@ -20,2 +21,2 @@\n-x\n+y\n z",
      {
        head: [
          { startLine: 1, endLine: 5 },
          { startLine: 21, endLine: 22 },
        ],
        base: [
          { startLine: 1, endLine: 4 },
          { startLine: 20, endLine: 21 },
        ],
        deleted: [{ startLine: 20, endLine: 20 }],
      },
    ],
    [
      "counts that are left out",
      "@@ -1 +1 @@\n-a\n+b",
      {
        head: [{ startLine: 1, endLine: 1 }],
        base: [{ startLine: 1, endLine: 1 }],
        deleted: [{ startLine: 1, endLine: 1 }],
      },
    ],
    ["a new file", "@@ -0,0 +1,2 @@\n+a\n+b", { head: [{ startLine: 1, endLine: 2 }], base: [], deleted: [] }],
    [
      "a file that was emptied",
      "@@ -1,2 +0,0 @@\n-a\n-b",
      { head: [], base: [{ startLine: 1, endLine: 2 }], deleted: [{ startLine: 1, endLine: 2 }] },
    ],
    [
      "a last line that lost its end, and text that says so",
      "@@ -3,3 +3,3 @@\n a\n-\\ No newline at end of file\n-z\n\\ No newline at end of file\n+z",
      {
        head: [{ startLine: 3, endLine: 5 }],
        base: [{ startLine: 3, endLine: 5 }],
        deleted: [{ startLine: 4, endLine: 5 }],
      },
    ],
    [
      "runs of removed lines, each by itself",
      "@@ -4,6 +4,4 @@\n-a\n-b\n c\n-d\n+e\n f\n\u2028+g\r",
      {
        head: [{ startLine: 4, endLine: 7 }],
        base: [{ startLine: 4, endLine: 9 }],
        deleted: [
          { startLine: 4, endLine: 5 },
          { startLine: 7, endLine: 7 },
        ],
      },
    ],
    [
      "code that looks like a header",
      "@@ -1,2 +1,2 @@\n @@ -9,9 +9,9 @@\n-a\n+@@ -1 +1 @@",
      {
        head: [{ startLine: 1, endLine: 2 }],
        base: [{ startLine: 1, endLine: 2 }],
        deleted: [{ startLine: 2, endLine: 2 }],
      },
    ],
    ["nothing", "", { head: [], base: [], deleted: [] }],
  ])("%s", (_, patch, expected) => {
    expect(patchRanges(patch)).toEqual(expected);
  });
});

describe("a comment is misplaced", () => {
  const rows = [
    { filename: "a.py", patch: "@@ -1,4 +1,5 @@\n a\n+b\n c\n d\n e\n@@ -20,2 +21,2 @@\n-x\n+y\n z" },
    { filename: "large.py" },
  ];
  const at = (place: Partial<LineComment>): LineComment => ({
    path: "a.py",
    side: "RIGHT",
    line: 2,
    body: "",
    ...place,
  });

  it.each<[string, Partial<LineComment>, boolean]>([
    ["never where a hunk shows its line", { line: 5 }, false],
    ["past a hunk's end", { line: 6 }, true],
    ["in a file that is not in the diff", { path: "b.py" }, true],
    ["when it spans two hunks", { startLine: 5, line: 21 }, true],
    ["never within one hunk", { startLine: 1, line: 5 }, false],
    ["when its first line is no earlier one", { startLine: 2, line: 2 }, true],
    ["on a base line that no hunk shows", { side: "LEFT", line: 5 }, true],
    ["never on one that a hunk shows", { side: "LEFT", line: 4 }, false],
    ["never, as far as we know, where GitHub shows no patch", { path: "large.py", line: 900 }, false],
  ])("%s", (_, place, expected) => {
    expect(isMisplaced(at(place), rows)).toBe(expected);
  });
});
