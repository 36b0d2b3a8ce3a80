import { matchesGlob } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readGlob } from "../../src/core/glob.ts";

describe("a glob", () => {
  it.each([
    ["src/**", "src/a/b.py", true],
    ["src/**", "lib/src/a.py", false],
    ["**/*.ts", "a.ts", true],
    ["**/*.ts", "x/y/a.ts", true],
    ["*.ts", "x/a.ts", false],
    ["**/test/**", "a/test/b/c.py", true],
    ["a/**/b", "a/b", true],
    ["a?c", "abc", true],
    ["a?c", "a/c", false],
    ["*.{js,ts}", "a.ts", true],
    ["*.{js,t{s,sx}}", "a.tsx", true],
    ["[a-c]x", "bx", true],
    ["[!a-c]x", "bx", false],
    ["[]x]", "]", true],
    ["\\*x", "*x", true],
    ["\\*x", "ax", false],
    [".github/**", ".github/workflows/ci.yml", true],
    ["é*", "été", true],
  ])("%s means %s: %s", (glob, path, means) => {
    expect(readGlob(glob)?.(path)).toBe(means);
  });

  it.each(["+(a|b)", "@(a)", "!(a)", "{a", "a}", "[a", "a{".repeat(30), "{a,b}".repeat(7), "x".repeat(401)])(
    "%s is none",
    (glob) => {
      expect(readGlob(glob)).toBeUndefined();
    },
  );

  it("means what the runtime's own means, where both know it", () => {
    const part = fc.stringMatching(/^[ab*?]{1,4}$/).filter((text) => !/\*\*/.test(text));
    const glob = fc.array(fc.oneof(part, fc.constant("**")), { minLength: 1, maxLength: 4 });
    const path = fc.array(fc.stringMatching(/^[ab]{1,4}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(glob, path, (names, parts) => {
        const text = names.join("/");
        expect([text, readGlob(text)?.(parts.join("/"))]).toEqual([text, matchesGlob(parts.join("/"), text)]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a hostile glob (C6)", () => {
  const hostile = [
    "*a".repeat(99),
    "a*".repeat(99),
    "**/".repeat(60) + "b",
    "**/a/".repeat(30) + "b",
    "?*".repeat(90),
    "*".repeat(200),
    "[a-z]*".repeat(30),
    "{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}",
    "{".repeat(200),
    "{a,".repeat(60),
    "[".repeat(200),
    "[^".repeat(100),
    "\\".repeat(199),
    "*[!b]".repeat(40),
    "(a+)+".repeat(40),
    "+(a|a)*".repeat(25),
    "{1..99999999}",
  ];
  const paths = ["a".repeat(255), "a/".repeat(2000) + "a", "a".repeat(4095), `${"a".repeat(200)}/`.repeat(20) + "c"];

  it("is refused, or answers in the end: no star makes another one cost more", () => {
    let steps = 0;
    for (const glob of hostile) {
      const read = readGlob(glob);
      // Each answer is one pass of pieces over characters; a doubling with each star would not end in this test's time.
      for (const path of paths) if (read?.(path) !== undefined) steps++;
    }

    expect(steps).toBeGreaterThan(0);
  });
});
