import { describe, expect, it } from "@jest/globals";
import { regexLiterals } from "../../../../src/adapters/analysis/rules/regex-literals.ts";

const textsIn = (source: string) =>
  regexLiterals(source)?.map(({ text, isFolded }) => (isFolded ? `${text} folded` : text));

describe("the literals that an expression needs", () => {
  it.each([
    ["^exec$", ["exec"]],
    ["^(?:exec|spawn)(?:Sync)?$", ["exec", "spawn"]],
    [String.raw`\.(?:find|findOne)$`, ["find", "findOne"]],
    ["(?i)passw(?:or)?d", ["passw folded"]],
    [String.raw`^abc|(?i)def$`, ["abc", "def folded"]],
    ["colou?rs", ["colo"]],
    ["abc{0,2}d", undefined],
    ["foo+bar", ["foo"]],
    [String.raw`(?-u:\b)system(?-u:\b)`, ["system"]],
    ["[^'\"]{4,}secret", ["secret"]],
    [String.raw`js\.all\(`, ["js.all("]],
  ])("of %s are %j", (source, texts) => {
    expect(textsIn(source)).toEqual(texts);
  });

  it.each(["^$", "[a-z]+", "abc|x", "abc|.*", "(?:abc)?", "(?:abc){0,3}", "(?:abc)*", String.raw`\d+`])(
    "are none where %s matches without any",
    (source) => {
      expect(textsIn(source)).toBeUndefined();
    },
  );

  it.each([
    String.raw`\x41bcd`,
    String.raw`\p{L}abc`,
    "[[:alpha:]]abc",
    "(?x) abc",
    "abc)",
    "(abc",
    String.raw`\<abc\>`,
  ])("are none in %s, which is not understood", (source) => {
    expect(textsIn(source)).toBeUndefined();
  });
});
