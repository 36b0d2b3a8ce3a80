import { describe, expect, it } from "@jest/globals";
import { diagnosticsOf } from "../../../../src/adapters/analysis/diagnostics/diagnostics.ts";
import { parse } from "../../../../src/adapters/analysis/parse.ts";
import { isParsed, languageOf } from "../../../../src/core/language.ts";

/** One line a diagnostic: who says what of which text. */
async function diagnose(path: string, text: string): Promise<string[]> {
  const language = languageOf(path);
  if (!isParsed(language)) throw new Error(`${path} has no parser`);
  const diagnostics = await diagnosticsOf(parse(language, text), { path, language, text }, language);
  return diagnostics.map(
    ({ by, kind, message, span }) =>
      `${by} ${kind} ${span.startLine}:${span.startColumn} ${text.slice(span.start, span.end)} | ${message}`,
  );
}

describe("sound code", () => {
  it.each([
    [
      "a.py",
      "import os\n\n\ndef f(x: int) -> str:\n    match x:\n        case 1:\n            return f'{os.sep!r:>{x}}'\n    return ''\n",
    ],
    ["a.py", ""],
    ["a.js", "const a = 1;\nmodule.exports = { a };\n"],
    ["a.js", "import a from 'a';\nexport const b = <div onClick={() => a}>ä😀</div>;\nawait a;\n"],
    ["a.js", "#!/usr/bin/env node\nif (process.argv[2]) return;\n"],
    ["a.cjs", "with (a) b;\nreturn 5;\n"],
    ["a.ts", "const x = <T,>(y: T) => y;\nlet z = <any>x;\nenum E { A }\n"],
    ["a.d.ts", "export declare function f(): void;\n"],
    ["a.tsx", "export const f = (p: { a: string }) => <b>{p.a}</b>;\n"],
    ["A.java", 'class A { void f() { String s = ""; for (;;) { } } }\n'],
    ["a.go", "package a\n\nvar s = ``\n\nfunc f() (int, error) { return 1, nil }\n"],
    ["a.c", '#include <stdio.h>\nint main(void) { printf("%s", ""); return 0; }\n'],
    ["a.cpp", "namespace a { template <class T> T f(T t) { return t; } }\n"],
  ])("has none: %s %j", async (path, text) => {
    await expect(diagnose(path, text)).resolves.toEqual([]);
  });
});

describe("the grammar", () => {
  it.each([
    ["A.java", "class A { void f() { g(1; } }", ["tree-sitter syntax 1:25  | missing )"]],
    ["A.java", "class A { int x }", ["tree-sitter syntax 1:16  | missing ;"]],
    ["a.go", "package a\nfunc f() { g(1 }\n", ["tree-sitter syntax 2:15  | missing )"]],
    ["a.c", "int f() { return 1 }\n", ["tree-sitter syntax 1:19  | missing ;"]],
    ["a.c", "int f() { g(1 }\n", ["tree-sitter syntax 1:11 g(1 | syntax error"]],
    ["a.cpp", "class A { int f( { } };\n", [expect.stringMatching(/^tree-sitter syntax 1:1[0-9] /)]],
  ])("sees what it had to add or could not fit in: %s %j", async (path, text, expected) => {
    expect(await diagnose(path, text)).toEqual(expected);
  });
});

describe("oxc", () => {
  it.each([
    ["a.js", "let a = '😀', b; let b;", "oxc redeclared 1:22 b | Identifier `b` has already been declared"],
    ["a.ts", "const x: number = ;", "oxc syntax 1:19 ; | Unexpected token"],
    ["a.tsx", "export const a = <b></c>;", "oxc syntax 1:23 c | Expected corresponding JSX closing tag for 'b'."],
    ["a.mjs", "return 5;", "oxc syntax 1:1 return | A 'return' statement can only be used within a function body."],
    [
      "a.js",
      "import a from 'a';\nreturn a;",
      "oxc syntax 2:1 return | A 'return' statement can only be used within a function body.",
    ],
    [
      "a.js",
      "function f() { await g(); }",
      "oxc syntax 1:16 await | `await` is only allowed within async functions and at the top levels of modules",
    ],
    ["a.js", "break;", "oxc syntax 1:1 break; | Illegal break statement"],
  ])("refuses what a compiler refuses: %s %j", async (path, text, expected) => {
    expect(await diagnose(path, text)).toContain(expected);
  });
});

describe("ruff", () => {
  it.each([
    ["def f(a):\n  return b\n", "ruff unbound 2:10 b | Undefined name `b`"],
    ["import os\n", "ruff unused 1:8 os | `os` imported but unused"],
    ["def f():\n  y = 1\n", "ruff unused 2:3 y | Local variable `y` is assigned to but never used"],
    ["def f(): pass\ndef f(): pass\n", "ruff redeclared 2:5 f | Redefinition of unused `f`"],
    ["return 5\n", "ruff syntax 1:1 return 5 | `return` statement outside of a function/method"],
    ["def f():\n  break\n", "ruff syntax 2:3 break | `break` outside loop"],
    ["def f():\n  if x:\n  return 1\n", expect.stringMatching(/^ruff syntax 3:3 return \| Expected an indented block/)],
    ["print 'a'\n", expect.stringMatching(/^ruff syntax 1:7 /)],
    [
      "x = '%s %s' % (1,)\n",
      "ruff type 1:5 '%s %s' % (1,) | `%`-format string has 2 placeholder(s) but 1 substitution(s)",
    ],
  ])("refuses what Python refuses, and names what is unbound: %j", async (text, expected) => {
    expect(await diagnose("a.py", text)).toContainEqual(expected);
  });

  it.each([
    "print(b) # noqa\n",
    "print(b) # NOQA: F821\n",
    "# ruff: noqa\nprint(b)\n",
    "# flake8: noqa: F821\nprint(b)\n",
    "# ruff: disable[F821]\nprint(b)\n",
    "print(b) #ruff:ignore[F821]\n",
  ])("is not silenced by the code that it reads: %j", async (text) => {
    expect(await diagnose("a.py", text)).toEqual([expect.stringMatching(/unbound \d:7 b \| Undefined name `b`$/)]);
  });

  it("finds its place after a byte order mark, other line ends and characters outside the plane", async () => {
    expect(await diagnose("a.py", "\ufeffbom\n")).toEqual(["ruff unbound 1:2 bom | Undefined name `bom`"]);
    expect(await diagnose("a.py", "s = '😀'\r\nt = '😀'; x = b\rc\n")).toEqual(
      expect.arrayContaining(["ruff unbound 2:15 b | Undefined name `b`", "ruff unbound 2:17 c | Undefined name `c`"]),
    );
  });
});

describe("diagnostics", () => {
  it("are in order and the same every time", async () => {
    const text = "import os\ndef f():\n  return c + b\nx = a\n";

    const first = await diagnose("a.py", text);

    expect(first.map((line) => /\d+:\d+/.exec(line)?.[0])).toEqual(["1:8", "3:10", "3:14", "4:5"]);
    expect(await diagnose("a.py", text)).toEqual(first);
  });

  it("are capped where a text is not in its language at all", async () => {
    expect((await diagnose("A.java", "a ".repeat(5000))).length).toBeLessThanOrEqual(500);
  });
});
