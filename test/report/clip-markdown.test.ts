import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { clipMarkdown } from "../../src/report/clip-markdown.ts";
import { fitBlocks } from "../../src/report/fit-blocks.ts";
import { folded } from "../../src/report/speech.ts";
import { pageOf } from "./github-page.ts";

const PARAGRAPH = fc.constantFrom(
  "word ".repeat(20),
  "caf\u00e9 \u{1f600} ".repeat(9),
  "- one\n- two",
  "| a |\n| - |\n| b |",
);
const FENCE = fc
  .tuple(fc.constantFrom("```", "`````", "~~~"), fc.array(PARAGRAPH, { maxLength: 4 }))
  .map(([fence, lines]) => {
    return [`${fence}diff`, ...lines, fence].join("\n");
  });
const FOLD = fc.array(fc.oneof(PARAGRAPH, FENCE), { maxLength: 4 }).map((inner) => folded("More", inner));
const BODY = fc
  .array(fc.oneof(PARAGRAPH, FENCE, FOLD), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join("\n\n"));

describe("clipMarkdown", () => {
  it("leaves what fits as it is", () => {
    expect(clipMarkdown("a\n\nb", 4)).toBe("a\n\nb");
  });

  it("cuts at a paragraph, outside of fences and folds", () => {
    const text = ["first", folded("More", ["```diff\nx\n\ny\n```"]), "last ".repeat(20)].join("\n\n");

    expect(clipMarkdown(text, 120)).toBe(
      `${["first", folded("More", ["```diff\nx\n\ny\n```"])].join("\n\n")}\n\nThe rest did not fit here.`,
    );
    expect(clipMarkdown(text, 80)).toBe("first\n\nThe rest did not fit here.");
  });

  it("closes what stands open where all is one fence in a fold", () => {
    const text = folded("More", [`\`\`\`\`diff\n${"line\n".repeat(100)}\`\`\`\``]);

    const page = pageOf(clipMarkdown(text, 200));

    expect(page.openFolds).toBe(0);
    expect(page.fences).toHaveLength(1);
    expect(page.fences[0]?.text.trimEnd()).toMatch(/line\n````$/);
  });

  it("fits every limit with no open fence, no open fold and no half character", () => {
    fc.assert(
      fc.property(BODY, fc.integer({ min: 150, max: 2000 }), (body, limit) => {
        const clipped = clipMarkdown(body, limit);
        const page = pageOf(clipped);

        expect(Buffer.byteLength(clipped)).toBeLessThanOrEqual(limit);
        expect(clipped.isWellFormed()).toBe(true);
        expect(page.openFolds).toBe(0);
        expect(page.fences.filter(({ text }) => !/\n(`{3,}|~{3,})$/.test(text.trimEnd()))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves no half character of a line that is longer than everything", () => {
    const clipped = clipMarkdown("\u{1f600}".repeat(100), 101);

    expect(Buffer.byteLength(clipped)).toBeLessThanOrEqual(101);
    expect(clipped.isWellFormed()).toBe(true);
  });
});

describe("fitBlocks", () => {
  it("takes the fullest form that fits, and counts what is left", () => {
    const more = (left: number) => `${left} more`;

    expect(fitBlocks([["aaaa"], ["bbbb"]], 10, more)).toBe("aaaa\n\nbbbb");
    expect(fitBlocks([["aaaa"], ["b".repeat(20), "bb"]], 12, more)).toBe("aaaa\n\nbb");
    expect(fitBlocks([["aaaa"], ["b".repeat(20)], ["c"]], 20, more)).toBe("aaaa\n\n2 more");
    expect(fitBlocks([["a".repeat(30)], ["b"]], 20, more)).toBe("2 more");
  });
});
