import { describe, expect, it } from "@jest/globals";
import { openFoundNodes } from "../../../../../src/adapters/analysis/flow/found-nodes.ts";
import type { MemoryFact } from "../../../../../src/adapters/analysis/flow/memory/memory-fact.ts";
import { openMemory } from "../../../../../src/adapters/analysis/flow/memory/open-memory.ts";
import { parse } from "../../../../../src/adapters/analysis/parse.ts";

/** Whether the fact holds of the last place that is written so; `from` is a call's name. */
function holds(fact: MemoryFact, text: string, written: string, from = "none", of?: string): boolean {
  const root = parse("c", text);
  const find = openFoundNodes(root);
  const calls = find({ rule: { kind: "call_expression", has: { field: "function", regex: `^${from}$` } } });
  const place = (name: string) => root.findAll({ rule: { pattern: name } }).at(-1);
  const use = place(written);
  if (!use) throw new Error(`${written} isn't there`);
  return openMemory(root, "c")?.holds(fact, use, calls, of === undefined ? undefined : place(of)) ?? false;
}

describe("facts about memory", () => {
  it("says nothing of languages that take care of their memory themselves", () => {
    expect(openMemory(parse("java", "class A {}"), "java")).toBeUndefined();
  });

  it("says nothing of a function that is too long to be written by a person", () => {
    const text = `void f(char *p) { free(p); ${"a = b + c; ".repeat(20_000)} use(p); }`;

    expect(holds("given", text, "p", "free")).toBe(false);
  });

  it.each([
    ["used at once", "void f() { char *p = get(); use(p); }", true],
    ["used after a test", "void f() { char *p = get(); if (!p) return; use(p); }", false],
    ["tested where it is got", "void f() { char *p; if ((p = get()) == 0) return; use(p); }", false],
    ["got from elsewhere since", "void f() { char *p = get(); p = other(); use(p); }", false],
    ["got in the other arm", "void f(int n) { char *p = other(); if (n) p = get(); else use(p); }", false],
    ["only read through in a test", "void f() { char *p = get(); if (p->x) use(p); }", true],
  ])("knows a pointer that nobody tested: %s", (_, text, expected) => {
    expect(holds("untested", text, "p", "get")).toBe(expected);
  });

  it.each([
    ["straight on", "void f(char *p) { free(p); use(p); }", true],
    ["with a new value between", "void f(char *p) { free(p); p = make(); use(p); }", false],
    ["on a way that left", "void f(char *p, int n) { if (n) { free(p); return; } use(p); }", false],
    ["in another arm", "void f(char *p, int n) { if (n) free(p); else use(p); }", false],
    ["in another case", "void f(char *p, int n) { switch (n) { case 1: free(p); break; case 2: use(p); } }", false],
    ["along a goto", "int f(char *p) { free(p); if (bad()) goto out; return 0; out: use(p); return 1; }", true],
    [
      "past a goto that comes first",
      "int f(char *p) { if (bad()) goto out; free(p); return 0; out: use(p); return 1; }",
      false,
    ],
    ["after a loop's end", "void f(char *p) { while (go()) { free(p); break; } use(p); }", true],
  ])("knows what was handed over before: %s", (_, text, expected) => {
    expect(holds("given", text, "p", "free")).toBe(expected);
  });

  it.each([
    ["a field", "void f(struct s *m) { copy(m->len); }", true],
    ["compared before", "void f(struct s *m) { if (m->len > 9) return; copy(m->len); }", false],
    ["compared with nothing", "void f(struct s *m) { if (m->len == 0) return; copy(m->len); }", true],
    ["masked", "void f(struct s *m) { copy(m->len & 7); }", false],
    ["what it was made of is compared", "void f(int n) { int k = n * 2; if (n > 9) return; copy(k); }", false],
  ])("knows an amount that nothing bounds: %s", (_, text, expected) => {
    const written = text.includes("copy(k)") ? "k" : text.includes("& 7") ? "m->len & 7" : "m->len";

    expect(holds("unbounded", text, written)).toBe(expected);
  });

  it.each([
    ["more bytes", "void f() { char a[10]; set(a, 11); }", "11", true],
    ["as many", "void f() { char a[10]; set(a, 10); }", "10", false],
    ["by a macro", "#define N 10\nvoid f() { char a[N]; set(a, 12); }", "12", true],
    ["the first index behind", "int f() { int a[5]; return a[5]; }", "5", true],
    ["the last index", "int f() { int a[5]; return a[4]; }", "4", false],
    ["of a pointer", "void f(char *a) { set(a, 11); }", "11", false],
    ["of a size that isn't known", "void f(int n) { char a[n]; set(a, 11); }", "11", false],
  ])("knows what is more than an array holds: %s", (_, text, written, expected) => {
    expect(holds("beyond", text, written, "none", "a")).toBe(expected);
  });
});
