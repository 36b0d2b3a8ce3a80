import { describe, expect, it } from "@jest/globals";
import { outlineOf } from "../../../../src/adapters/analysis/outline/outline.ts";
import { parse } from "../../../../src/adapters/analysis/parse.ts";
import type { ParsedLanguage } from "../../../../src/core/language.ts";

const outline = (language: ParsedLanguage, text: string) => outlineOf(parse(language, text), language, text);

/** `kind name lines | signature` of each definition. */
const shown = (language: ParsedLanguage, text: string) =>
  outline(language, text).definitions.map(
    ({ kind, qualifiedName, span, signature }) =>
      `${kind} ${qualifiedName} ${span.startLine}-${span.endLine} | ${signature}`,
  );

describe("outlineOf: broken and hostile sources", () => {
  it("outlines what parses and never throws", () => {
    expect(shown("python", "def good():\n    pass\n\ndef (((\n")).toContain("function good 1-2 | def good()");
    expect(outline("go", "").definitions).toEqual([]);
    expect(outline("java", "\uFEFFclass A {").definitions).toHaveLength(1);
  });

  it("survives ten thousand calls inside each other", () => {
    const { calls } = outline("python", `${"f(".repeat(5000)}1${")".repeat(5000)}`);

    expect(calls[4999]?.callee).toBe("f");
  });

  it("keeps spans right behind wide characters and carriage returns", () => {
    const text = 's = "😀é"\r\ndef f():\r\n    return 1\r\n';

    const span = outline("python", text).definitions[0]?.span;

    expect(text.slice(span?.start, span?.end)).toBe("def f():\r\n    return 1");
    expect(span).toMatchObject({ startLine: 2, startColumn: 1, endLine: 3 });
  });
});

describe("outlineOf: definitions", () => {
  it("python: decorators and the comment before belong to a function, nested ones carry their owner", () => {
    const text = `x = 1  # not a doc comment
# Finds.
@app.route("/x")
async def find(a: int, *b) -> str:
    def inner(): return a
    return inner()

class Users(Base):
    def login(self): ...
`;

    expect(shown("python", text)).toEqual([
      'function find 2-6 | @app.route("/x") async def find(a: int, *b) -> str',
      "function find.inner 5-5 | def inner()",
      "class Users 8-9 | class Users(Base)",
      "method Users.login 9-9 | def login(self)",
    ]);
  });

  it("typescript: arrows by their names, members of classes and objects, handlers by their registration", () => {
    const text = `/** Doc. */
export const load = async (id: string): Promise<void> => {};
export default function main() {}
class A extends B {
  @Get("/y") async m(q) {}
  handler = (e) => {};
}
const api = { login() {}, logout: function () {} };
module.exports.run = () => {};
app.get("/x", auth, (req, res) => {
  res.send("x");
});
const wrapped = withAuth(async (req) => {});
xs.map((x) => { return x; });
interface I { a: string }
namespace N { export function inner() {} }
`;

    expect(shown("typescript", text)).toEqual([
      "function load 1-2 | export const load = async (id: string): Promise<void> =>",
      "function main 3-3 | export default function main()",
      "class A 4-7 | class A extends B",
      "method A.m 5-5 | async m(q)",
      "method A.handler 6-6 | handler = (e) =>",
      "method api.login 8-8 | login()",
      "function api.logout 8-8 | logout: function ()",
      "function module.exports.run 9-9 | module.exports.run = () =>",
      'function app.get("/x") handler 10-12 | app.get("/x", auth, (req, res) =>',
      "function wrapped 13-13 | const wrapped = withAuth(async (req) =>",
      "type I 15-15 | interface I",
      "function N.inner 16-16 | export function inner()",
    ]);
  });

  it("java: methods, constructors and members of nested types", () => {
    const text = `/** Doc. */
@RestController
public class A extends B {
  public A(String s) { super(s); }
  @GetMapping("/x")
  public List<String> find(String q) throws IOException { return null; }
  record R(int a) { R { check(a); } }
  interface I { void n(); }
}
`;

    expect(shown("java", text)).toEqual([
      "class A 1-9 | @RestController public class A extends B",
      "method A.A 4-4 | public A(String s)",
      'method A.find 5-6 | @GetMapping("/x") public List<String> find(String q) throws IOException',
      "class A.R 7-7 | record R(int a)",
      "method A.R.R 7-7 | R",
      "class A.I 8-8 | interface I",
      "method A.I.n 8-8 | void n()",
    ]);
  });

  it("go: methods by their receiver, function literals by what they are handed to", () => {
    const text = `package a

// Server serves.
type Server struct{ db *DB }

func (s *Server[T]) Login(w http.ResponseWriter) (n int, err error) { return }

func main() {
	http.HandleFunc("/x", func(w http.ResponseWriter, r *http.Request) {})
	run := func() {}
}
`;

    expect(shown("go", text)).toEqual([
      "type Server 3-4 | type Server struct",
      "method Server.Login 6-6 | func (s *Server[T]) Login(w http.ResponseWriter) (n int, err error)",
      "function main 8-11 | func main()",
      'function main.http.HandleFunc("/x") handler 9-9 | http.HandleFunc("/x", func(w http.ResponseWriter, r *http.Request)',
      "function main.run 10-10 | run := func()",
    ]);
  });

  it("c and c++: names inside declarators, members in and out of their class, owners by namespace", () => {
    const c =
      "#define SQ(x) ((x)*(x))\nstruct s { int a; };\nstruct s *mention;\n/* Doc. */\nstatic char *(*pick(int a))(void)\n{\n}\n";
    const cpp =
      "namespace ns {\ntemplate <class T> class A {\n  A(int x) : a_(x) {}\n  bool operator==(const A &o) const { return true; }\n};\n}\nint ns::A::size() { return 1; }\n";

    expect(shown("c", c)).toEqual([
      "function SQ 1-1 | #define SQ(x)",
      "type s 2-2 | struct s",
      "function pick 4-7 | static char *(*pick(int a))(void)",
    ]);
    expect(shown("cpp", cpp)).toEqual([
      "class ns.A 2-5 | template <class T> class A",
      "method ns.A.A 3-3 | A(int x) : a_(x)",
      "method ns.A.operator== 4-4 | bool operator==(const A &o) const",
      "method ns.A.size 7-7 | int ns::A::size()",
    ]);
  });
});

describe("outlineOf: imports", () => {
  it.each<[ParsedLanguage, string, [string, string[]][]]>([
    [
      "python",
      "import os.path as osp, sys\nfrom . import a, b as c\nfrom x import *\nfrom __future__ import annotations\n",
      [
        ["os.path", ["osp"]],
        ["sys", ["sys"]],
        [".", ["a", "c"]],
        ["x", ["*"]],
        ["__future__", ["annotations"]],
      ],
    ],
    [
      "typescript",
      "import fs, { a as b } from 'node:fs';\nimport * as p from \"path\";\nimport './side.js';\nimport q = require('q');\nconst { d: e, f } = require('y');\nexport * from './v';\n",
      [
        ["node:fs", ["fs", "b"]],
        ["path", ["p"]],
        ["./side.js", []],
        ["q", ["q"]],
        ["y", ["e", "f"]],
        ["./v", []],
      ],
    ],
    [
      "java",
      "import java.util.List;\nimport static java.lang.Math.max;\nimport java.io.*;\n",
      [
        ["java.util.List", ["List"]],
        ["java.lang.Math.max", ["max"]],
        ["java.io.*", ["*"]],
      ],
    ],
    [
      "go",
      'package a\nimport (\n\t"net/http"\n\ty "gopkg.in/yaml.v3"\n\t_ "embed"\n\t. "math"\n\t"example.com/go-redis/v9"\n)\n',
      [
        ["net/http", ["http"]],
        ["gopkg.in/yaml.v3", ["y"]],
        ["embed", []],
        ["math", ["*"]],
        ["example.com/go-redis/v9", ["redis"]],
      ],
    ],
    [
      "c",
      '#include <stdio.h>\n#include "own.h"\n',
      [
        ["<stdio.h>", []],
        ["own.h", []],
      ],
    ],
  ])("%s", (language, text, expected) => {
    expect(outline(language, text).imports.map(({ module, names }) => [module, names])).toEqual(expected);
  });
});

describe("outlineOf: calls and registrations", () => {
  it("writes callees without arguments and white space", () => {
    const text = "db\n  .select(a, b)\n  .from(c)[0]?.go();\nnew Foo(1);\n(function () {})();\n";

    expect(outline("javascript", text).calls.map(({ callee }) => callee)).toEqual([
      "db.select().from()[0]?.go",
      "db.select().from",
      "db.select",
      "Foo",
      "(function)",
    ]);
    expect(
      outline("java", "class A { void m() { Runtime.getRuntime().exec(x); new File(y); } }").calls.map(
        ({ callee }) => callee,
      ),
    ).toEqual(["Runtime.getRuntime().exec", "Runtime.getRuntime", "File"]);
    expect(outline("cpp", "void f() { std::make_unique<Foo>(1); p->q(2); }").calls.map(({ callee }) => callee)).toEqual(
      ["std::make_unique<Foo>", "p->q"],
    );
  });

  it.each<[ParsedLanguage, string, [string, string | undefined][]]>([
    [
      "python",
      '@app.route("/x", methods=["POST"])\ndef save(): pass\n\n@login_required\ndef own(): pass\n',
      [
        ['@app.route("/x", methods=["POST"])', "save"],
        ["@login_required", "own"],
      ],
    ],
    [
      "python",
      'urlpatterns = [path("x/", views.show)]\napp.add_url_rule("/y", view_func=save)\ncache.get("k", other)\n',
      [
        ['path("x/", views.show)', "views.show"],
        ['app.add_url_rule("/y", view_func=save)', "save"],
      ],
    ],
    [
      "javascript",
      'app.use(helmet());\nrouter.get("/x", auth, wrap(load));\napp.post("/y", (req, res) => { x(); });\naxios.post("/z", data);\nmap.get("/k", v2)(1);\n',
      [
        ["app.use(helmet())", undefined],
        ['router.get("/x", auth, wrap(load))', "load"],
        ['app.post("/y", (req, res) => … )', undefined],
        ['map.get("/k", v2)', "v2"],
      ],
    ],
    [
      "java",
      '@GetMapping("/x")\nclass A { @PreAuthorize("hasRole(1)") void m() {} @Override public void n() {} }',
      [
        ['@GetMapping("/x")', "A"],
        ['@PreAuthorize("hasRole(1)")', "m"],
      ],
    ],
    [
      "go",
      'package a\nfunc main() { mux.HandleFunc("/x", load); r.Use(auth); r.GET("/y", s.show) }\n',
      [
        ['mux.HandleFunc("/x", load)', "load"],
        ["r.Use(auth)", "auth"],
        ['r.GET("/y", s.show)', "s.show"],
      ],
    ],
  ])("%s: %s", (language, text, expected) => {
    expect(outline(language, text).registrations.map(({ text: shownText, handler }) => [shownText, handler])).toEqual(
      expected,
    );
  });
});
