import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { marked } from "marked";
import { clipMarkdown } from "../../../src/adapters/host/clip-markdown.ts";

describe("a text that is too long for GitHub", () => {
  it("is left alone when it is not", () => {
    expect(clipMarkdown("x".repeat(65_535), 65_535)).toBe("x".repeat(65_535));
  });

  it("is cut to size, between characters, with no fence left open", () => {
    const line = fc.constantFrom(
      "plain",
      "```",
      "````py",
      "~~~",
      "🎉".repeat(40),
      "x".repeat(300),
      "  ```js",
      "`".repeat(180),
    );

    fc.assert(
      fc.property(
        fc.array(line, { minLength: 5, maxLength: 400 }),
        fc.integer({ min: 1000, max: 3000 }),
        (lines, most) => {
          const text = clipMarkdown(lines.join("\n"), most);
          expect(text.length).toBeLessThanOrEqual(most);
          expect(text.isWellFormed()).toBe(true);
          // What says that it was cut is read as a sentence, not as code.
          if (text.includes("(cut here")) expect(marked.lexer(text).at(-1)).toMatchObject({ type: "paragraph" });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is cut short where there is little room", () => {
    expect(clipMarkdown(`${"a".repeat(253)}🎉🎉`, 255)).toBe(`${"a".repeat(253)}…`);
  });
});
