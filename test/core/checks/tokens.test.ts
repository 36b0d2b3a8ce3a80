import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { PARSED_LANGUAGES, type Language } from "../../../src/core/language.ts";
import { statementText, statementsOf } from "../../../src/core/checks/statements.ts";
import { tokensOf } from "../../../src/core/checks/tokens.ts";

const texts = (code: string, language: Language): string[] =>
  tokensOf(code, language).map((token) => `${token.kind[0]}:${token.text}`);
const statements = (code: string, language: Language): string[] =>
  statementsOf(tokensOf(code, language), language).map(statementText);

describe("tokens", () => {
  it("cuts an f-string into its fixed parts and the code between", () => {
    expect(texts(`f"a {b['c']} {{d}}" # e`, "python")).toEqual([
      "s:a ",
      "m:${",
      "n:b",
      "m:[",
      "s:c",
      "m:]",
      "m:}$",
      "s: {{d}}",
      "c:# e",
    ]);
  });

  it("cuts nested templates", () => {
    expect(texts("`x${`y${z}`}`", "typescript")).toEqual([
      "s:x",
      "m:${",
      "s:y",
      "m:${",
      "n:z",
      "m:}$",
      "s:",
      "m:}$",
      "s:",
    ]);
  });

  it("tells a regular expression from a division", () => {
    expect(texts("a / b; return /[/'\"]+/.test(c)", "javascript")).toContain("s:/[/'\"]+/");
    expect(texts("a / b / c", "javascript")).not.toContain("s:/ b /");
  });

  it("reads raw strings and text blocks", () => {
    expect(texts('R"x(a"b)x"', "cpp")).toEqual(['s:a"b']);
    expect(texts("`a\\`", "go")).toContain("s:a\\");
    expect(texts('"""\na "b" c"""', "java")).toEqual(['s:\na "b" c']);
  });

  it("ends a broken string at its line", () => {
    expect(texts("a = 'b\nc", "python")).toEqual(["n:a", "m:=", "s:b", "n:c"]);
  });

  it("reads anything, in every language, without losing its place", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.constantFrom(...PARSED_LANGUAGES),
        (text, language) => {
          const tokens = tokensOf(text, language);
          const ordered = tokens.every(
            (token, index) =>
              token.start <= token.end && token.end <= text.length && token.start >= (tokens[index - 1]?.start ?? 0),
          );
          return ordered && statementsOf(tokens, language).every((statement) => statement.end >= statement.start);
        },
      ),
    );
  });

  it("survives deep nesting and long lines", () => {
    expect(tokensOf("`${".repeat(5000), "javascript").length).toBeGreaterThan(0);
    expect(tokensOf("/[".repeat(100_000), "javascript").length).toBeGreaterThan(0);
    expect(statementsOf(tokensOf("(".repeat(50_000), "c"), "c")).toHaveLength(1);
  });
});

describe("statements", () => {
  it("are logical lines in Python, heads by themselves", () => {
    expect(statements("if a: b(\n  1)\nc = [\n  2,\n]; d()\n", "python")).toEqual([
      "if a :",
      "b ( 1 )",
      "c = [ 2 , ]",
      "d ( )",
    ]);
  });

  it("need no semicolons in JavaScript, and callbacks are cut open", () => {
    expect(
      statements('app.get("/", (req, res) => {\n  const a = { b: 1 }\n  go(a)\n    .then(c)\n})\n', "javascript"),
    ).toEqual(['app . get ( "/" , ( req , res ) =>', "const a = { b : 1 }", "go ( a ) . then ( c )"]);
  });

  it("are the same with and without braces", () => {
    expect(statements("if (a) return b;", "c")).toEqual(statements("if (a) { return b; }", "c"));
    expect(statements("case 1: go();", "c")).toEqual(["case 1 :", "go ( )"]);
  });

  it("end at preprocessor lines", () => {
    expect(statements("#define A 1\nif (a)\n  b();\n", "c")).toEqual(["#define A 1", "if ( a )", "b ( )"]);
  });

  it("tell Go's literals from blocks", () => {
    expect(statements("x := T{\n\ta: 1,\n}\nif err := f(); err != nil {\n\treturn\n}\n", "go")).toEqual([
      "x := T { a : 1 , }",
      "if err := f ( ) ; err != nil",
      "return",
    ]);
  });
});
