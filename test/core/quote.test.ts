import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { locateQuote } from "../../src/core/quote.ts";
import { linesOf } from "../../src/core/text.ts";
import { THREE_TEXTS } from "./strange-texts.ts";

const whole = { startLine: 1, endLine: 1000 };
const found = (text: string, quote: string, lines = whole, preferred = [whole]) => {
  const span = locateQuote(text, lines, quote, preferred);
  return span && text.slice(span.start, span.end);
};

describe("a quote", () => {
  it.each([
    ["indentation that a model lost", "def f():\n\trun(x)\n\treturn 1\n", "run(x)\nreturn 1", "run(x)\n\treturn 1"],
    ["CRLF", "def f():\r\n    run(x)\r\n    return 1\r\n", "run(x)\n    return 1", "run(x)\r\n    return 1"],
    ["the last line, which has no end", "a = 1\nrun(x)", "run(x)\n", "run(x)"],
    ["a byte order mark before it", "\uFEFFrun(x)\n", "run(x)", "run(x)"],
    ["separators that end no line", "a\u2028run(x)\u0085b\n", "run(x)", "run(x)"],
  ])("is found in spite of %s", (_, text, quote, expected) => {
    expect(found(text, quote)).toBe(expected);
  });

  it.each([
    ["that is not there", "run(y)"],
    ["that stands outside of the lines at hand", "outside(x)"],
    ["of nothing", " \n\t"],
    ["that runs over lines which are not neighbours", "run(x)\nreturn 2"],
  ])("%s is found nowhere", (_, quote) => {
    expect(found("run(x)\nreturn 1\nreturn 2\noutside(x)\n", quote, { startLine: 1, endLine: 3 })).toBeUndefined();
  });

  it("is not taken for a part of a longer name where it stands by itself", () => {
    const text = "dry_run(x)\nrun(x)\nrerun(x)\n";

    expect(locateQuote(text, whole, "run(x)", [{ startLine: 3, endLine: 3 }])).toMatchObject({ startLine: 2 });
    expect(locateQuote("dry_run(x)\n", whole, "run(x)")).toMatchObject({ startLine: 1, startColumn: 5 });
  });

  it("is meant where the change is, among several places", () => {
    const text = "run(x)\nrun(x)\nrun(x)\n";

    expect(locateQuote(text, whole, "run(x)", [{ startLine: 2, endLine: 2 }])).toMatchObject({ startLine: 2 });
    expect(locateQuote(text, whole, "run(x)")).toMatchObject({ startLine: 1 });
  });

  it("of any lines is found where the same lines stand, whatever white space was lost", () => {
    fc.assert(
      fc.property(THREE_TEXTS, fc.nat(40), fc.integer({ min: 1, max: 4 }), ({ head }, from, count) => {
        const lines = linesOf(head).slice(from, from + count);
        const quote = lines.map((line) => line.trim()).join("\n");
        fc.pre(quote.trim() !== "");

        const text = found(head, quote);

        const bare = (of: string) =>
          of
            .split("\n")
            .map((line) => line.trim())
            .join("\n")
            .trim();
        expect(text === undefined ? undefined : bare(text)).toBe(bare(quote));
      }),
      { numRuns: 500 },
    );
  });
});
