import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { blobId, touchedLines } from "../../../../src/core/pull/ledger/touched.ts";
import { linesOf, overlaps } from "../../../../src/core/text.ts";

describe("what a push touched", () => {
  it("is nothing where the text is the same", () => {
    expect(touchedLines("a\nb\n", "a\nb\n")).toEqual([]);
  });

  it("is the lines that differ, wherever the others moved to", () => {
    expect(touchedLines("new\na\nb\nC\n", "a\nb\nc\n")).toEqual([
      { startLine: 1, endLine: 1 },
      { startLine: 4, endLine: 4 },
    ]);
  });

  it("is both neighbours of lines that were taken away", () => {
    expect(touchedLines("a\nc\n", "a\ncheck()\nc\n")).toEqual([{ startLine: 1, endLine: 2 }]);
    expect(touchedLines("c\n", "check()\nc\n")).toEqual([{ startLine: 1, endLine: 1 }]);
  });

  it("is also what an earlier review took for its base's, when the base is another now", () => {
    const then = "old\nmine\n";

    expect(touchedLines(then, then, "old\n")).toEqual([{ startLine: 1, endLine: 1 }]);
    expect(touchedLines("new\nold\nmine\n", then, "old\n")).toEqual([
      { startLine: 1, endLine: 1 },
      { startLine: 1, endLine: 2 },
    ]);
  });

  it("leaves only lines that stood there before, in the same order", () => {
    const text = fc
      .array(fc.constantFrom("a\n", "b\n", "c\n", "d\n"), { maxLength: 12 })
      .map((lines) => lines.join(""));
    fc.assert(
      fc.property(text, text, (then, now) => {
        const touched = touchedLines(now, then);
        const kept = linesOf(now).filter(
          (_, index) => !touched.some((lines) => overlaps(lines, { startLine: index + 1, endLine: index + 1 })),
        );
        const before = linesOf(then);
        for (const line of kept) {
          const at = before.indexOf(line);
          expect(at).toBeGreaterThanOrEqual(0);
          before.splice(0, at + 1);
        }
      }),
    );
  });
});

describe("the name of bytes", () => {
  it("is git's own", () => {
    expect(blobId("")).toBe("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    expect(blobId("hello\n")).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
  });
});
