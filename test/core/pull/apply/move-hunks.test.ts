import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { moveHunks } from "../../../../src/core/pull/apply/move-hunks.ts";
import { applyPatch, patchBetween } from "../../../../src/core/patch.ts";

const hunk = { lines: { startLine: 2, endLine: 2 }, before: "run(cmd)\n", after: "run([cmd])\n" };
const guard = { lines: { startLine: 2, endLine: 1 }, before: "", after: "check(cmd)\n" };

describe("a fix that is applied later", () => {
  it("stays where nothing changed, and moves with its lines", () => {
    expect(moveHunks([hunk], "a\nrun(cmd)\nb\n", "a\nrun(cmd)\nb\n")).toEqual([hunk]);
    expect(moveHunks([hunk], "a\nrun(cmd)\nb\n", "new\na\nrun(cmd)\nc\n")?.[0]?.lines).toEqual({
      startLine: 3,
      endLine: 3,
    });
  });

  it("is no fix any more where its lines are others, or the text was never the one", () => {
    expect(moveHunks([hunk], "a\nrun(cmd)\nb\n", "a\nrun(other)\nb\n")).toBeUndefined();
    expect(moveHunks([hunk], "a\nrun(other)\nb\n", "a\nrun(cmd)\nb\n")).toBeUndefined();
  });

  it("inserts between the same two lines only", () => {
    expect(moveHunks([guard], "a\nrun(cmd)\n", "x\na\nrun(cmd)\n")?.[0]?.lines).toEqual({ startLine: 3, endLine: 2 });
    expect(moveHunks([guard], "a\nrun(cmd)\n", "a\nnew\nrun(cmd)\n")).toBeUndefined();
    expect(moveHunks([guard], "a\nrun(cmd)\n", "a\nrun(other)\n")).toBeUndefined();
  });

  it("finds its own of two equal lines by what stands around them", () => {
    const then = "one()\nrun(cmd)\ntwo()\nrun(cmd)\n";
    const second = { ...hunk, lines: { startLine: 4, endLine: 4 } };

    expect(moveHunks([second], then, `${"new\n".repeat(2)}${then}`)?.[0]?.lines).toEqual({ startLine: 6, endLine: 6 });
  });

  it("makes the same of its lines whatever was changed elsewhere, or is refused", () => {
    const line = fc.constantFrom("a\n", "b\n", "c\n", "d\r\n", "\n");
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join(""));

    fc.assert(
      fc.property(text, text, text, (then, fixed, now) => {
        const { hunks } = patchBetween("f", then, fixed);
        const moved = moveHunks(hunks, then, now);
        if (moved === undefined) return;
        const made = applyPatch(now, { path: "f", hunks: moved });
        const brought = hunks.reduce((sum, { after, before }) => sum + after.length - before.length, 0);
        expect(made.length - now.length).toBe(brought);
        if (now === then) expect(made).toBe(fixed);
      }),
      { numRuns: 1000 },
    );
  });
});
