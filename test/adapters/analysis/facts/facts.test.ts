import { describe, expect, it } from "@jest/globals";
import { factsOf } from "../../../../src/adapters/analysis/facts/facts.ts";
import { parse } from "../../../../src/adapters/analysis/parse.ts";
import type { Facts, Step } from "../../../../src/core/analysis.ts";
import type { ParsedLanguage } from "../../../../src/core/language.ts";

const EVERYTHING = { startLine: 1, endLine: 1_000_000 };

const facts = (language: ParsedLanguage, text: string, lines = EVERYTHING): Facts =>
  factsOf(parse(language, text), language, text, lines);

const unbound = ({ freeNames, fileNames, builtins }: Facts) =>
  freeNames.filter((name) => !fileNames.includes(name) && !builtins.includes(name));

/** `text < nesting`, innermost last. */
const shown = (steps: Step[]) => steps.map(({ text, nesting }) => [text, ...nesting].join(" < "));

const calls = (language: ParsedLanguage, text: string) =>
  shown(facts(language, text).calls.map((call) => ({ ...call, text: call.callee })));

describe("factsOf: what can't be known", () => {
  it("refuses languages without a parser and code that nests too deeply to be seen whole", () => {
    expect(() => factsOf(parse("python", ""), "text", "", EVERYTHING)).toThrow(RangeError);
    expect(() => facts("python", `x = ${"(".repeat(3000)}1${")".repeat(3000)}`)).toThrow("nested too deeply");
  });

  it("reads what parses of broken code", () => {
    expect(facts("go", "package a\nfunc f( { g(1) }}}").calls.map(({ callee }) => callee)).toContain("g");
    expect(facts("c", "").statements).toBe(0);
  });

  it("says by a star that an import binds names which can't be known", () => {
    expect(
      facts("python", "from x import *\n\ndef f():\n    return y\n", { startLine: 3, endLine: 4 }).fileNames,
    ).toContain("*");
  });

  it("takes no name of a file for a name of its tables", () => {
    expect(facts("java", "import constructor.*; class A {}").builtins).toContain("String");
    expect(facts("c", "#include <constructor>\n#include <toString>\nint x;").builtins).toContain("NULL");
  });
});

describe("factsOf: calls", () => {
  it("python: arguments, names in them, nesting, discarded values", () => {
    const [open, execute, check] = facts(
      "python",
      'def f(a):\n    with open(a) as h:\n        for x in h:\n            cur.execute("q" + x, (a, key.id), limit=n)\n    ok = check(lambda q: q + a)\n',
    ).calls;

    expect(open).toMatchObject({ callee: "open", nesting: [], discarded: false });
    expect(execute).toMatchObject({
      callee: "cur.execute",
      text: 'cur.execute("q" + x, (a, key.id), limit=n)',
      arguments: ['"q" + x', "(a, key.id)", "limit=n"],
      names: ["x", "a", "key", "n"],
      nesting: ["with open(a) as h", "for x in h"],
      discarded: true,
    });
    expect(check).toMatchObject({ names: ["a"], discarded: false });
  });

  it("shows that a call left its branch, loop or handler", () => {
    const before = calls(
      "python",
      "def f():\n    if ok:\n        a()\n    elif no:\n        b()\n    else:\n        c()\n    try:\n        d()\n    except (A, B) as e:\n        g()\n    finally:\n        h()\n",
    );

    expect(before).toEqual([
      "a < if ok",
      "b < else ok < if no",
      "c < else ok < else no",
      "d < try",
      "g < except (A, B) as e",
      "h < finally",
    ]);
  });

  it("javascript: awaited calls, callbacks, switches; a callback's body is no part of the call around it", () => {
    const text = `async function f(req) {
  await db.query(sql, (err, rows) => { if (err) throw err; res.json(rows); });
  switch (x) { case 1: one(); break; default: other(); }
  if (a) b(); else if (c) d();
  for (const k of list(req)) { work(k); }
}`;

    expect(calls("javascript", text)).toEqual([
      "db.query < await",
      "res.json < function",
      "one < switch x < case 1",
      "other < switch x < default",
      "b < if a",
      "d < else a < if c",
      "list",
      "work < for const k of list(req)",
    ]);
    expect(facts("javascript", text).calls[0]).toMatchObject({
      text: "db.query(sql, (err, rows) => {…})",
      names: ["sql", "res"],
      discarded: true,
    });
  });

  it("go: defer, go and select are part of the nesting", () => {
    const text =
      "package a\nfunc f() {\n\tdefer c.Close()\n\tgo func() { work() }()\n\tif err := g(); err != nil { h(err) }\n\tswitch x { case 1: a() }\n\tselect { case m := <-ch: b(m) }\n}\n";

    expect(calls("go", text)).toEqual([
      "c.Close < defer",
      "function < go",
      "work < go < function",
      "g",
      "h < if err := g(); err != nil",
      "a < switch x < case 1",
      "b < select < case m := <-ch",
    ]);
  });

  it("java and c++: constructors, annotations and guards are calls", () => {
    expect(
      calls(
        "java",
        'class A { @PreAuthorize("x") void m() { try (Reader r = open(p)) { new File(p); } catch (X e) { log(e); } } }',
      ),
    ).toEqual(["PreAuthorize", "open", "File < try Reader r = open(p)", "log < catch X e"]);
    expect(calls("cpp", "void f() { std::lock_guard<std::mutex> hold(m); delete p; }")).toEqual([
      "std::lock_guard<std::mutex>",
      "delete",
    ]);
  });

  it("python: losing a decorator is losing a call", () => {
    expect(calls("python", "@login_required\n@app.route('/x')\ndef f(): pass\n")).toEqual([
      "login_required",
      "app.route",
    ]);
  });
});

describe("factsOf: comparing text", () => {
  it("is the same however code is laid out and commented", () => {
    const one = facts("typescript", 'function f(a: string, b = { c: 1 }) { db.query("a  b", [a, b]); return x.y(z); }');
    const other = facts(
      "typescript",
      'function f(\n  a: string, // who\n  b = {c: 1},\n) {\n  db\n    .query(\n      "a  b",\n      [a, b], /* why */\n    );\n  return x\n    .y(z)\n}',
    );

    expect(other.signatures).toEqual(one.signatures);
    expect(other.calls.map(({ text }) => text)).toEqual(one.calls.map(({ text }) => text));
    expect(shown(other.returns)).toEqual(shown(one.returns));
  });

  it("differs where a default, a tuple or a string differs", () => {
    const of = (text: string) => facts("python", text).calls[0]?.text;

    expect(facts("python", "def f(a=1): pass").signatures).not.toEqual(facts("python", "def f(a=2): pass").signatures);
    expect(of("f((x,))")).not.toBe(of("f((x))"));
    expect(of('f("a  b")')).not.toBe(of('f("a b")'));
  });

  it("keeps annotations and decorators out of signatures", () => {
    expect(facts("java", "class A { @Override public int m(int a) throws E { return 1; } }").signatures).toEqual([
      "class A",
      "public int m(int a) throws E",
    ]);
    expect(facts("python", "@d\ndef f(a): pass\n").signatures).toEqual(["def f(a)"]);
  });
});

describe("factsOf: returns, raises, writes", () => {
  it("counts yields among the returns and asserts among the raises", () => {
    const found = facts(
      "python",
      "def f(a):\n    assert a\n    yield a\n    if a:\n        raise X(a) from e\n    return a\n",
    );

    expect(shown(found.returns)).toEqual(["yield a", "return a"]);
    expect(shown(found.raises)).toEqual(["assert a", "raise X(a) from e < if a"]);
  });

  it("takes an arrow's value for a return, but not that of an inline callback", () => {
    expect(shown(facts("typescript", "const f = (a) => xs.map((x) => x + a);").returns)).toEqual([
      "return xs.map((x) => x + a)",
    ]);
  });

  it.each<[ParsedLanguage, string, string[]]>([
    [
      "python",
      "def f(a):\n    global g\n    g = 1\n    x = 2\n    self.y = x\n    o[a] += 1\n    del o.z\n",
      ["g", "self.y", "o[a]", "o.z"],
    ],
    [
      "javascript",
      "function f(o) { let x = 1; x = 2; total += x; o.a.b = x; delete o.c; [x, o.d] = e; o.n++; }",
      ["total", "o.a.b", "o.c", "o.d", "o.n"],
    ],
    [
      "java",
      "class A { int n; void m() { int x = 1; x = 2; n = x; this.n = 3; a[0] = x; n++; } }",
      ["n", "this.n", "a[0]", "n"],
    ],
    [
      "go",
      "package a\nfunc f(s *S) { x := 1; x = 2; g = x; s.a = x; *p = 3; m[k]++; ch <- x; _ = x }",
      ["g", "s.a", "*p", "m[k]", "ch"],
    ],
    ["c", "void f(struct s *p) { int x = 1; x = 2; g = x; p->a = x; *q = 3; b[x]++; }", ["g", "p->a", "*q", "b[x]"]],
  ])("%s: writes are assignments to what is no plain local", (language, text, targets) => {
    expect(facts(language, text).writes.map(({ target }) => target)).toEqual(targets);
  });

  it("takes top-level assignments for writes", () => {
    expect(shown(facts("python", "DEBUG = True\n").writes)).toEqual(["DEBUG = True"]);
  });
});

describe("factsOf: names", () => {
  it.each<[ParsedLanguage, string]>([
    [
      "python",
      "import os\nfrom a import b as c\nG = 1\nclass K:\n    def m(self, x=G, *y, **z):\n        try:\n            import json\n            with open(x) as h, c(): pass\n        except E as e: print(e)\n        (i, *j), k = x, [n for n in y if n]\n        if (w := z): return json, os, i, j, k, w, h\n        match x:\n            case [first, *rest]: return first, rest\n        def inner(): return inner\n        return self.G, dict(key=1), lambda q: q\n",
    ],
    [
      "typescript",
      "import fs, { a as b } from 'a';\nconst G = 1;\nexport async function f<T>(this: any, { x, y: [z], ...r }: T, d = G) {\n  for (const k of r) { console.log(k); }\n  try { await fs.x(b); } catch (e) { throw new Error(`${e}`); }\n  function hoisted() { return arguments; }\n  const o = { x, z, method() { return d; }, [G]: 1 };\n  type Local<U> = { [K in keyof U]: U[K] };\n  return <Local<T>>o.q ?? hoisted;\n}\n",
    ],
    [
      "tsx",
      "import { View } from './view';\nexport const f = (p: { a: string }) => <div id={p.a}><View>{p.a}</View></div>;\n",
    ],
    [
      "java",
      "import java.util.*;\nclass A<T> { int n; A(int a) { n = a; } <U> List<U> m(String... s) { for (String t : s) { Runnable r = () -> System.out.println(t); } if (n instanceof Integer i) { return i; } try (Scanner c = new Scanner(n)) { c.next(); } catch (RuntimeException | Error e) { throw e; } return other(x -> x, Map.Entry::getKey); } void other() {} }",
    ],
    [
      "go",
      'package a\nimport "net/http"\ntype S struct{ a int }\nfunc (s *S) M(w http.ResponseWriter, v ...int) (n int, err error) {\n\tfor i, c := range v { n += i + c }\n\tif x, ok := s.a, true; ok { return x, nil }\n\tswitch t := any(w).(type) { case error: return 0, t }\n\tf := func(a int) int { return a }\n\tvar z = S{a: f(1)}\n\tgoto L\nL:\n\treturn len(z.b), err\n}\n',
    ],
    [
      "c",
      '#include <stdio.h>\n#include <stdlib.h>\n#include "own.h"\n#define MAX 3\ntypedef struct n { struct n *next; } n_t;\nstatic int g, *h;\nint (*cb)(int);\nint f(n_t *p, char **argv, size_t len) { char buf[MAX], *q = NULL; for (int i = 0; i < g; i++) { printf("%p", q + i); } if (!h) goto out; p->next = malloc(len); out: free(p); return cb(buf[0]); }\n',
    ],
    [
      "cpp",
      "#include <vector>\nusing namespace std;\nclass A { int a_; public: A(int x) : a_(x) {} int m(const vector<int> &v) { for (auto &e : v) { a_ += e; } auto l = [&, y = 1](int q) { return q + y; }; auto [i, j] = pair(1, 2); try { return l(i + j); } catch (const exception &e) { throw e; } return helper(); } int helper(); };",
    ],
  ])("%s: nothing in sound code is unbound", (language, text) => {
    expect(unbound(facts(language, text)).filter((name) => name !== "E")).toEqual([]);
  });

  it.each<[ParsedLanguage, string]>([
    ["python", "def f(a):\n    return os.path.join(a)\n"],
    ["javascript", "function f(a) { return os.path.join(a); }"],
    ["java", "class A { void m(String a) { os.join(a); } }"],
    ["go", "package a\nfunc f(a int) { os.Join(a) }"],
    ["c", "int f(int a) { { int os = 1; } return os + a; }"],
  ])("%s: a name that nothing binds is free", (language, text) => {
    expect(unbound(facts(language, text))).toEqual(["os"]);
  });

  it("knows a header's functions only where it is included", () => {
    const body = "int f(void) { return strlen(0); }";

    expect(unbound(facts("c", body))).toEqual(["strlen"]);
    expect(unbound(facts("c", `#include <string.h>\n${body}`))).toEqual([]);
    expect(unbound(facts("cpp", `#include <cstring>\n${body}`))).toEqual([]);
  });

  it("sees the locals of the function around the lines, and what the rest of a C file relies on", () => {
    const text =
      "function outer(a) {\n  const b = 1;\n  return new Promise((resolve) => {\n    const inner = () => {\n      resolve(a + b);\n    };\n  });\n}\n";
    const c = "void g(void) {\n  own_log(E_OWN);\n}\nvoid f(void) {\n  own_log(E_OWN);\n}\n";

    expect(unbound(facts("javascript", text, { startLine: 4, endLine: 6 }))).toEqual([]);
    expect(unbound(facts("c", c, { startLine: 4, endLine: 6 }))).toEqual([]);
  });

  it("finds locals that are given a value and never read", () => {
    expect(
      facts("python", "def f(p):\n    safe = os.path.realpath(p)\n    _ = p\n    used = p\n    return open(used)\n")
        .unread,
    ).toEqual(["safe"]);
    expect(facts("go", "package a\nfunc f() { x := 1; y := 2; g(func() { h(y) }) }").unread).toEqual(["x"]);
    expect(
      facts("typescript", "const top = 1; function f() { let a = 1; let b; a++; return (b = 2); }").unread,
    ).toEqual(["a", "b"]);
  });
});

describe("factsOf: literals, order and size", () => {
  it("reads strings as they mean, whatever their quotes, escapes and parts", () => {
    expect(facts("python", `x = f"a{b}c" + r"\\d" + '\\x68ttp' "://"`).strings).toEqual([
      "a",
      "c",
      "\\d",
      "http://",
      "http",
      "://",
    ]);
    expect(facts("javascript", 'f(`a${`b${c}`}d`, "\\u0068i", /re+/g)').strings).toEqual([
      "a",
      "d",
      "b",
      "hi",
      "/re+/g",
    ]);
    expect(facts("javascript", 'f("ht" + "tp")').strings).toContain("http");
    expect(facts("cpp", 'void f() { g(R"(a"b)", \'c\'); }').strings).toEqual(['a"b', "c"]);
    expect(facts("go", "package a\nvar x = `a\\n`").strings).toEqual(["a\\n"]);
  });

  it("marks what can't be reached, but not labels, cases and hoisted functions", () => {
    expect(facts("python", "def f():\n    return 1\n    g()\n").unreachable.map(({ startLine }) => startLine)).toEqual([
      3,
    ]);
    expect(facts("javascript", "function f() {\n  return g();\n  function g() {}\n}").unreachable).toEqual([]);
    expect(
      facts(
        "c",
        "void f(int a) {\n  switch (a) {\n  case 1: return;\n  case 2: break;\n  }\n  goto out;\nout:\n  g();\n}",
      ).unreachable,
    ).toEqual([]);
  });

  it("counts statements, not docstrings and comments", () => {
    expect(facts("python", 'def f():\n    """Doc."""\n    # why\n    a = 1\n    if a: b()\n').statements).toBe(4);
    expect(facts("c", "void f() { if (a) return; { b(); } }").statements).toBe(4);
  });

  it("looks at the lines that it is given only", () => {
    const text = "def a():\n    x(1)\n\n\ndef b():\n    y(2)\n";

    const found = facts("python", text, { startLine: 5, endLine: 6 });

    expect(found).toMatchObject({ signatures: ["def b()"], numbers: ["2"] });
    expect(found.calls.map(({ callee }) => callee)).toEqual(["y"]);
  });
});
