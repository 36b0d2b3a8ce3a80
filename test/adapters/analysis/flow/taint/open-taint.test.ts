import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { FlowModel } from "../../../../../src/adapters/analysis/flow/taint/model-schema.ts";
import { compileModels } from "../../../../../src/adapters/analysis/flow/taint/models.ts";
import { openTaint } from "../../../../../src/adapters/analysis/flow/taint/open-taint.ts";
import { purposesOf, type Purpose } from "../../../../../src/adapters/analysis/flow/taint/purposes.ts";
import { parse } from "../../../../../src/adapters/analysis/parse.ts";
import type { ParsedLanguage } from "../../../../../src/core/language.ts";

/** One small world for all languages: what the engine does with data must not depend on the product's data. */
const MODELS = compileModels([
  FlowModel.parse({
    about: "the world of these tests",
    objects: { request: ["<Request>", "web.request"] },
    handlers: [{ calls: ["app.get()"], parameter: 0, is: "request" }],
    sources: [
      { read: ["source()", "request.query", "new Source()"] },
      { read: ["openArchive()"], kind: "archive", varying: true },
      { parameters: { decorated: "@route", except: "^self$", unless: "<int:NAME>" } },
      { parameters: { annotated: "@Param\\b" } },
    ],
    steps: [
      { calls: ["*.trim()", "*.join()", "carry()", "parseAddress()", "normalize()"] },
      { calls: ["*.replace()"] },
      { calls: ["*.replace()"], with: "\\[\\^", safe: "all" },
      { calls: ["escape()"], safe: ["html"] },
      { calls: ["rooted()"], safe: ["path"], beginning: "^/" },
      { calls: ["toNumber()"], keeps: ["size"] },
      { calls: ["format()"], formats: true },
    ],
    writers: [
      { calls: ["*.push()"], into: "receiver" },
      { calls: ["fill()"], into: 0, source: "remote" },
    ],
    callbacks: [{ calls: ["*.map()"] }],
    guards: [
      { calls: ["*.includes()"], of: 0 },
      { calls: ["*.startsWith()"], of: "receiver", safe: ["path"], after: ["normalize()"] },
      { calls: ["*.startsWith()"], of: "receiver", safe: ["url"] },
      { calls: ["*.includes()"], of: "receiver", with: "..", when: false, safe: ["path"] },
      { named: "^isAllowed$" },
      { named: "^validate$", throws: true },
    ],
    cleaners: [{ named: "^sanitize" }],
    harmless: { types: "^(?:number|int)$", members: "^length$" },
  }),
]);

/** Whether somebody outside reaches the argument of each `sink(…)`, in order. */
function reached(text: string, language: ParsedLanguage = "javascript", purpose: Purpose = "html"): boolean[] {
  const root = parse(language, text);
  const kinds: Partial<Record<ParsedLanguage, string>> = { python: "call", java: "method_invocation" };
  const calls = root.findAll({ rule: { kind: kinds[language] ?? "call_expression", regex: String.raw`^sink\(` } });
  const taint = openTaint(root, language, MODELS);
  return calls.map((call) => {
    const argument = call.field("arguments")?.namedChildren()[0];
    return argument !== undefined && taint?.reaches(argument, purposesOf([purpose]), ["remote"]) === true;
  });
}

describe("a value from outside", () => {
  it.each([
    ["directly", "sink(source())"],
    ["by a name", "const a = source(); sink(a)"],
    ["in a text", "sink(`a ${source()} b`); sink('a' + source() + 'b')"],
    ["through a list and its writer", "const a = []; a.push(source()); sink(a)"],
    ["in an object, whole", "sink({ a: source() })"],
    ["as a field that is read", "const o = { a: source() }; sink(o.a)"],
    ["as a field that was written", "const o = {}; o.a = source(); sink(o.a)"],
    ["by destructuring", "const { a, ...rest } = source(); sink(a); sink(rest)"],
    ["by a condition", "sink(x ? 'a' : source()); sink(null || source())"],
    ["through what carries", "sink(carry(source()).trim())"],
    ["through a function of the file", "function f(a, b) { return b } sink(f(1, source()))"],
    ["into a function of the file", "function f(a) { sink(a) } f(source())"],
    ["into a function's object parameter", "function f({ a }) { sink(a) } f({ a: source() })"],
    ["through two functions", "function f(a) { g(a) } function g(b) { sink(b) } f(source())"],
    ["through a callback", "sink(source().map((x) => x + 1)); source().map((x) => sink(x))"],
    ["by a field of the object", "class A { constructor(v) { this.v = v } f() { sink(this.v) } } new A(source())"],
    ["by a closure", "let a; function f() { sink(a) } a = source()"],
    ["round a loop", "let a = ''; while (x) { sink(a); a = source() }"],
    ["by a handler's parameter", "app.get('/', (anyName) => sink(anyName.query.q))"],
    ["by a handler that is named", "app.get('/', handle); function handle(r) { sink(r.query) }"],
    ["by an import under another name", "import { request as r } from 'web'; sink(r.query.a)"],
    ["by an alias", "const q = request.query; sink(q.a)"],
    ["by a call that fills a name", "let body; fill(body); sink(body)"],
  ])("arrives %s", (_, text) => {
    expect(reached(text).every(Boolean)).toBe(true);
    expect(reached(text).length).toBeGreaterThan(0);
  });

  it.each([
    ["it was overwritten", "let a = source(); a = 'x'; sink(a)"],
    ["another field is read", "const o = { a: source(), b: 1 }; sink(o.b)"],
    ["it only chooses", "sink(TABLE[source()]); sink(source() ? 'a' : 'b')"],
    ["it is compared", "sink(source() === 'a'); sink(!source()); sink(typeof source())"],
    ["nobody knows what a call makes of it", "sink(unknown(source())); sink(db.find(source()))"],
    ["a function of the file cleans it", "function sanitizeText(a) { return a } sink(sanitizeText(source()))"],
    ["a function returns its other parameter", "function f(a, b) { return a } sink(f(1, source()))"],
    ["a replacement leaves only what is listed", "sink(source().replace(/[^a-z]/g, ''))"],
    ["it is in a branch that left", "let a = 'x'; if (y) { a = source(); return } sink(a)"],
    ["it is in the other branch", "let a; if (y) { a = source() } else { a = 'b'; sink(a) }"],
    ["its length is asked", "const a = source(); sink(carry(a).length)"],
    ["a type says that it is a number", "function f(a: number) { sink(a) } f(source())"],
  ])("doesn't arrive where %s", (_, text) => {
    expect(reached(text, text.includes(": number") ? "typescript" : "javascript")).not.toContain(true);
  });
});

describe("a test", () => {
  it.each([
    ["of membership", "const a = source(); if (LIST.includes(a)) sink(a)"],
    ["that returns", "const a = source(); if (!LIST.includes(a)) return; sink(a)"],
    ["that throws", "const a = source(); if (!LIST.includes(a)) { throw new Error() } sink(a)"],
    ["in a ternary", "const a = source(); sink(LIST.includes(a) ? a : '')"],
    ["before an and", "const a = source(); LIST.includes(a) && sink(a)"],
    ["by a name", "const a = source(); const ok = LIST.includes(a); if (ok) sink(a)"],
    ["of equality", "const a = source(); if (a === 'x' || a === 'y') sink(a)"],
    ["by a switch", "const a = source(); switch (a) { case 'x': sink(a) }"],
    ["that replaces", "let a = source(); if (!LIST.includes(a)) a = 'x'; sink(a)"],
    ["of a member", "if (LIST.includes(request.query.a)) sink(request.query.a)"],
    ["that throws by itself", "const a = source(); validate(a); sink(a)"],
    ["of the type", "const a = source(); if (typeof a === 'number') sink(a)"],
    ["by its name", "const a = source(); if (!isAllowed(a)) return; sink(a)"],
  ])("makes a value safe: %s", (_, text) => {
    expect(reached(text)).toEqual([false]);
  });

  it.each([
    ["of another value", "const a = source(); if (!LIST.includes(b)) return; sink(a)"],
    ["in the other branch", "const a = source(); if (LIST.includes(a)) { } else { sink(a) }"],
    ["that nothing comes of", "const a = source(); if (!LIST.includes(a)) { log() } sink(a)"],
    ["before the value came", "let a = 'x'; if (!LIST.includes(a)) return; a = source(); sink(a)"],
    ["one of two", "const a = source(); if (LIST.includes(a) || other) sink(a)"],
    ["for emptiness", "const a = source(); if (a !== null && a !== '') sink(a)"],
    ["against another value from outside", "const a = source(); if (a === source()) sink(a)"],
  ])("makes nothing safe: %s", (_, text) => {
    expect(reached(text)).toEqual([true]);
  });

  it("of a prefix says something of a path only when the path was normalized", () => {
    const test = "if (!a.startsWith(ROOT)) return; sink(a)";

    expect(reached(`const a = source(); ${test}`, "javascript", "path")).toEqual([true]);
    expect(reached(`const a = normalize(source()); ${test}`, "javascript", "path")).toEqual([false]);
  });

  it("of a host says something of the address", () => {
    const text = "const a = source(); const u = parseAddress(a); if (u.host !== 'own') return; sink(a)";

    expect(reached(text, "javascript", "url")).toEqual([false]);
    expect(reached(text, "javascript", "sql")).toEqual([true]);
  });

  it("against a bound is enough for a size", () => {
    const text = "const n = toNumber(source()); sink(n); if (n > 100) return; sink(n)";

    expect(reached(text, "javascript", "size")).toEqual([true, false]);
  });
});

describe("a purpose", () => {
  it("is made safe alone, by what is safe for it", () => {
    expect(reached("sink(escape(source()))", "javascript", "html")).toEqual([false]);
    expect(reached("sink(escape(source()))", "javascript", "sql")).toEqual([true]);
  });

  it("of an address ends where the host is fixed", () => {
    const text =
      "const a = source(); sink('https://own/' + a); sink('https://' + a); sink(`${BASE}/${a}`); sink(a + '/x')";

    expect(reached(text, "javascript", "url")).toEqual([false, true, false, true]);
    expect(reached(text, "javascript", "path")).toEqual([true, true, true, true]);
  });

  it("is met only by a text that begins as it should", () => {
    const text = "sink(rooted('/' + source())); sink(rooted(source()))";

    expect(reached(text, "javascript", "path")).toEqual([false, true]);
  });

  it("isn't harmed by what a format writes as a number", () => {
    expect(reached("sink(format('%d', source())); sink(format('%d %s', 1, source()))")).toEqual([false, true]);
  });
});

describe("each language", () => {
  it("sees Python's keywords, comprehensions, decorators, with and tests", () => {
    const text = `
@route("/<name>/<int:number>")
def view(name, number):
    sink(name); sink(number)
    sink([x for x in source() if x])
    with carry(source()) as a:
        sink(a)
    for b in source():
        sink(b)
    run(cmd=name)
    if name not in ALLOWED:
        raise ValueError()
    sink(name)
    sink(f"{source()!r} b")
    sink("%s" % source())
def run(other=1, cmd=None):
    sink(cmd)
class A:
    def __init__(self, v):
        self.v = v
    def go(self):
        sink(self.v)
A(source())
`;
    expect(reached(text, "python")).toEqual([true, false, true, true, true, false, true, true, true, true]);
  });

  it("sees Java's fields, annotations, builders and early returns", () => {
    const text = `class A {
  private String kept;
  void set() { kept = source(); }
  void f(@Param String p, int n, Request other) {
    sink(p); sink(n); sink(kept); sink(other.query);
    List<String> list = new ArrayList<>();
    list.push(p);
    sink(list);
    String q = p.trim() + "x";
    sink(q);
    if (!LIST.includes(p)) { return; }
    sink(p);
    sink(helper(source()));
    sink((String) source());
  }
  String helper(String s) { return s; }
}`;
    expect(reached(text, "java")).toEqual([true, false, true, true, true, true, false, true, true]);
  });

  it("sees Go's receivers, several results, literals and declared types", () => {
    const text = `package m
func (s *Server) set() { s.kept = source() }
func (s *Server) handle(r *Request, n int) {
  sink(r.query); sink(n); sink(s.kept)
  a, err := two()
  sink(a); sink(err)
  t := &T{A: source(), B: "x"}
  sink(t.A); sink(t.B)
  for _, e := range source() { sink(e) }
  if !isAllowed(a) { return }
  sink(a)
}
func two() (string, error) { return source(), nil }`;
    expect(reached(text, "go")).toEqual([true, false, true, true, false, true, false, true, false]);
  });
});

describe("whatever the text", () => {
  it("comes to an end: names in circles, functions that call each other, deep nesting", () => {
    const deep = `sink(${"(".repeat(3000)}source()${")".repeat(3000)})`;
    const sum = `sink(${Array.from({ length: 5000 }, (_, at) => `a${at}`).join(" + ")})`;

    expect(reached("let a = b, b = a; sink(a)")).toEqual([false]);
    expect(reached("function f(a) { return g(a) } function g(a) { return f(a) } sink(f(source()))")).toEqual([false]);
    expect(reached(deep)).toHaveLength(1);
    expect(reached(sum)).toEqual([false]);
  });

  it("never throws", () => {
    const pieces = [
      "function f(a) {",
      "}",
      "if (a)",
      "a = source()",
      ";",
      "sink(a)",
      "class A {",
      "this.x =",
      "[",
      "{ a }",
      "=>",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        expect(() => reached(parts.join(" "))).not.toThrow();
        expect(() => reached(parts.join("\n"), "python")).not.toThrow();
        expect(() => reached(parts.join(" "), "java")).not.toThrow();
        expect(() => reached(parts.join(" "), "go")).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });

  it("does not follow a file of too many places", () => {
    const root = parse("javascript", "f();\n".repeat(60_001));

    expect(openTaint(root, "javascript", MODELS)).toBeUndefined();
  });

  it("leaves a language alone that it has no view of", () => {
    expect(openTaint(parse("c", "int a;"), "ruby", MODELS)).toBeUndefined();
  });
});
