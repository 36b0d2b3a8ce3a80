import { describe, expect, it } from "@jest/globals";
import { openFlow } from "../../../../src/adapters/analysis/flow/open-flow.ts";
import { parse } from "../../../../src/adapters/analysis/parse.ts";
import type { CompiledFlow } from "../../../../src/adapters/analysis/rules/compile-rule.ts";
import type { ParsedLanguage } from "../../../../src/core/language.ts";

const FROM_SOURCE = { from: { rule: { pattern: "source" } } };

/** Whether the flow reaches the argument of the last `sink(…)`. */
function holds(text: string, flow: Partial<CompiledFlow>, language: ParsedLanguage = "python"): boolean {
  const root = parse(language, text);
  const calls = root.findAll({
    rule: { regex: String.raw`^sink\(`, has: { field: "arguments", has: { pattern: "$VALUE" } } },
  });
  const match = calls.findLast((call) => /call|invocation/.test(String(call.kind())));
  if (!match) throw new Error("no sink");
  return openFlow(root, language).holds(match, { into: "VALUE", varying: false, parameter: false, ...flow });
}

describe("a value's way", () => {
  it.each([
    ["directly", "sink(source)"],
    ["inside an expression", "sink('a' + str(source))"],
    ["by a name", "a = source\nsink(a)"],
    ["by several names", "a = source\nb = f(a)\nc = f'{b}'\nsink(c)"],
    ["by one branch of two", "a = 1\nif x:\n    a = source\nsink(a)"],
    ["by an addition", "a = 'x'\na += source\nsink(a)"],
    ["by a loop", "for a in source:\n    sink(a)"],
    ["by a `with`", "with open(source) as a:\n    sink(a)"],
    ["by a pair", "a, b = 1, source\nsink(b)"],
    ["from the module into a function", "A = source\ndef f():\n    sink(A)"],
    ["by an attribute", "def f(self):\n    self.a = source\n    sink(self.a)"],
  ])("is followed %s", (_, text) => {
    expect(holds(text, FROM_SOURCE)).toBe(true);
  });

  it.each([
    ["was overwritten", "a = source\na = 1\nsink(a)"],
    ["comes later", "def f():\n    sink(a)\n    a = source"],
    ["is the other of a pair", "a, b = 1, source\nsink(a)"],
    ["is another function's", "def g():\n    a = source\ndef f(a):\n    sink(a)"],
  ])("ends where it %s", (_, text) => {
    expect(holds(text, FROM_SOURCE)).toBe(false);
  });

  it("ends at what cleans it, on every step", () => {
    const flow = { ...FROM_SOURCE, stoppedBy: { rule: { pattern: "clean($_)" } } };

    expect(holds("sink(clean(source))", flow)).toBe(false);
    expect(holds("a = clean(source)\nb = a\nsink(b)", flow)).toBe(false);
    expect(holds("a = clean(1) + source\nsink(a)", flow)).toBe(true);
  });

  it("starts at a parameter where that is asked for", () => {
    expect(holds("def f(a):\n    sink(a)", { parameter: true })).toBe(true);
    expect(holds("def f(a):\n    a = 1\n    sink(a)", { parameter: true })).toBe(false);
    expect(holds("def f(b=a):\n    sink(a)", { parameter: true })).toBe(false);
  });

  it("comes to an end where names go in circles", () => {
    expect(holds("while x:\n    a = b\n    b = a\nsink(a)", FROM_SOURCE)).toBe(false);
  });

  it("sees what a callback gives to a name outside of it", () => {
    const text = "function f() { let a = ''; items.forEach((item) => { a += source; }); sink(a); }";

    expect(holds(text, FROM_SOURCE, "javascript")).toBe(true);
  });

  it.each<[ParsedLanguage, string]>([
    ["javascript", "function f() { const a = source; let b; b = `${a}`; sink(b); }"],
    ["typescript", "const a: string = source; sink(a)"],
    ["java", "class A { void f() { String a = source; sink(a); } }"],
    ["go", "package p\nfunc f() {\n a, err := source, 1\n sink(a)\n}"],
    ["c", "void f(void) { char a[9]; sprintf(a, source); sink(a); }"],
    ["cpp", "void f() { auto a = source; sink(a); }"],
  ])("is followed in %s", (language, text) => {
    expect(holds(text, FROM_SOURCE, language)).toBe(true);
  });
});

describe("a value that varies", () => {
  it.each([
    "sink('a' + '1')",
    "a = 'x'\nsink(f'{a}')",
    "sink(f'{TABLE} {settings.TABLE}')",
    "for a in ('x', 'y'):\n    sink(a)",
    "sink(', '.join(COLUMNS))",
    "sink(','.join('?' for _ in ids))",
    "a = {'n': 'name'}.get(key, 'id')\nsink(a)",
    "sink(NAMES[key])",
    "sink('a' if x else 'b')",
    "sink(a == b)",
  ])("isn't %j", (text) => {
    expect(holds(text, { varying: true })).toBe(false);
  });

  it.each([
    "sink(a)",
    "sink(f'{a}')",
    "def f(A):\n    sink(A)",
    "sink(request.GET)",
    "sink(f())",
    "sink(', '.join(names))",
    "sink(a.b.c)",
  ])("is %j", (text) => {
    expect(holds(text, { varying: true })).toBe(true);
  });
});
