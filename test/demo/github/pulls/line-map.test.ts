import { describe, expect, it } from "@jest/globals";
import { createPatch } from "diff";
import fc from "fast-check";
import { lineMap } from "../../../../demo/github/pulls/line-map.ts";

const patchBetween = (old: readonly string[], young: readonly string[], context = 3) => {
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  const patch = createPatch("f", text(old), text(young), "", "", { context });
  const start = patch.indexOf("@@ ");
  return start < 0 ? undefined : patch.slice(start).replace(/\n$/, "");
};

describe("lineMap", () => {
  it("follows every line that stayed, and loses the ones that went", () => {
    const edit = fc.record({ drop: fc.nat(40), add: fc.nat(40) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(edit, { maxLength: 6 }),
        fc.constantFrom(0, 3),
        (count, edits, context) => {
          const old = Array.from({ length: count }, (_, index) => `line ${index}`);
          let young = [...old];
          for (const [index, { drop, add }] of edits.entries()) {
            young = young.filter((_, at) => at !== drop % Math.max(young.length, 1));
            young.splice(add % (young.length + 1), 0, `new ${index}`);
          }

          const map = lineMap(patchBetween(old, young, context));

          for (const [index, line] of old.entries()) {
            const now = map(index + 1);
            expect(now === undefined ? young.includes(line) : young[now - 1] !== line).toBe(false);
          }
        },
      ),
    );
  });

  it("moves nothing without a patch", () => {
    expect(lineMap(undefined)(7)).toBe(7);
  });
});
