import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { applyPatch, patchBetween } from "../../src/core/patch.ts";
import { linesOf } from "../../src/core/text.ts";

const line = fc.constantFrom("a\n", "b\n", "\n", "c\r\n", "  d\n");
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom("", "end", "a"))
  .map(([lines, last]) => lines.join("") + last);

describe("patchBetween", () => {
  it("gives hunks that turn the one text into the other, in order and apart", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const patch = patchBetween("a", before, after);

        expect(applyPatch(before, patch)).toBe(after);
        expect(patch.hunks.length === 0).toBe(before === after);
        for (const [index, hunk] of patch.hunks.entries()) {
          expect(hunk.before).toBe(
            linesOf(before)
              .slice(hunk.lines.startLine - 1, hunk.lines.endLine)
              .join(""),
          );
          const next = patch.hunks[index + 1];
          if (next) expect(next.lines.startLine).toBeGreaterThan(hunk.lines.endLine + 1);
        }
      }),
    );
  });

  it("touches a line that was added between equal ones, and no other", () => {
    const { hunks } = patchBetween("a", "x\nx\ny\n", "x\nx\nx\ny\n");

    expect(hunks).toEqual([{ lines: { startLine: 3, endLine: 2 }, before: "", after: "x\n" }]);
  });

  it("keeps two far changes of a large text apart", () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
    const changed = lines.with(10, "other\n").with(19_000, "other\n");

    const { hunks } = patchBetween("a", lines.join(""), changed.join(""));

    expect(hunks.map((hunk) => hunk.lines.startLine)).toEqual([11, 19_001]);
  });

  it("gives one hunk for large texts that have little in common, without their equal ends", () => {
    const before = ["head\n", ...Array.from({ length: 30_000 }, (_, index) => `old ${index}\n`), "tail\n"].join("");
    const after = ["head\n", ...Array.from({ length: 30_000 }, (_, index) => `new ${index}\n`), "tail\n"].join("");

    const patch = patchBetween("a", before, after);

    expect(patch.hunks.map((hunk) => hunk.lines)).toEqual([{ startLine: 2, endLine: 30_001 }]);
    expect(applyPatch(before, patch)).toBe(after);
  });
});
