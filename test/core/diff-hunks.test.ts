import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { allLines, changedLinesOf, hunksBetween } from "../../src/core/diff-hunks.ts";
import { linesOf } from "../../src/core/text.ts";

const line = fc.constantFrom("a\n", "b\n", "\n", "c\r\n", "\u2028x\n", "\f\n", "\\ No newline at end of file\n", "d");
const text = fc.array(line, { maxLength: 30 }).map((parts) => parts.join(""));

describe("hunks", () => {
  it("say exactly where two texts differ: the head is the base with the hunks' lines replaced", () => {
    fc.assert(
      fc.property(text, text, (base, head) => {
        const result: string[] = [];
        const [before, after] = [linesOf(base), linesOf(head)];
        let at = 0;
        for (const hunk of hunksBetween(base, head)) {
          result.push(
            ...before.slice(at, hunk.base.startLine - 1),
            ...after.slice(hunk.head.startLine - 1, hunk.head.endLine),
          );
          at = hunk.base.endLine;
        }
        expect([...result, ...before.slice(at)].join("")).toBe(head);
      }),
      { numRuns: 2000 },
    );
  });

  it("are apart, in order, and none where nothing differs", () => {
    fc.assert(
      fc.property(text, text, (base, head) => {
        const hunks = hunksBetween(base, head);
        hunks.slice(1).forEach((hunk, index) => {
          expect(hunk.base.startLine).toBeGreaterThan((hunks[index]?.base.endLine ?? 0) + 1);
          expect(hunk.head.startLine).toBeGreaterThan((hunks[index]?.head.endLine ?? 0) + 1);
        });
        expect(hunksBetween(head, head)).toEqual([]);
      }),
    );
  });

  it("are one for texts too different to tell apart, with what both begin and end with left out", () => {
    const words = (prefix: string) => Array.from({ length: 20_000 }, (_, index) => `${prefix}${index}\n`).join("");

    const hunks = hunksBetween(`same\n${words("a")}end`, `same\n${words("b")}end`);

    expect(hunks).toEqual([{ base: { startLine: 2, endLine: 20_001 }, head: { startLine: 2, endLine: 20_001 } }]);
  });

  it("stay small in a text that differs in thousands of places", () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
    const edited = lines.map((text, index) => (index % 10 === 5 ? `edited ${index}\n` : text));

    const hunks = hunksBetween(lines.join(""), edited.join(""));

    expect(hunks).toHaveLength(2000);
    expect(hunks[1]).toEqual({ base: { startLine: 16, endLine: 16 }, head: { startLine: 16, endLine: 16 } });
  });

  it("of a deletion have no changed lines; an empty text has none", () => {
    expect(changedLinesOf(hunksBetween("a\nb\n", "a\n"))).toEqual([]);
    expect(allLines("")).toEqual([]);
    expect(allLines("a\nb")).toEqual([{ startLine: 1, endLine: 2 }]);
  });
});
