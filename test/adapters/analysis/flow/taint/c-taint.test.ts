import { describe, expect, it } from "@jest/globals";
import { FlowModel } from "../../../../../src/adapters/analysis/flow/taint/model-schema.ts";
import { compileModels } from "../../../../../src/adapters/analysis/flow/taint/models.ts";
import { openTaint } from "../../../../../src/adapters/analysis/flow/taint/open-taint.ts";
import { EVERY_PURPOSE } from "../../../../../src/adapters/analysis/flow/taint/purposes.ts";
import { parse } from "../../../../../src/adapters/analysis/parse.ts";

const MODELS = compileModels([
  FlowModel.parse({
    about: "a test",
    sources: [{ parameters: { of: "^main$", named: "^argv$" } }, { read: ["ask()"] }],
    steps: [{ calls: ["strdup()"] }],
    writers: [
      { calls: ["recv()"], into: 1, source: "remote" },
      { calls: ["strcpy()"], from: [1], into: 0 },
    ],
    guards: [{ named: "^is_allowed$" }],
  }),
]);

/** Whether somebody outside chooses what the call of `use` is handed. */
function reaches(text: string, language: "c" | "cpp" = "c"): boolean {
  const root = parse(language, text);
  const used = root.find({ rule: { kind: "call_expression", has: { field: "function", regex: "^use$" } } });
  const value = used?.field("arguments")?.namedChildren()[0];
  if (!value) throw new Error("nothing is used");
  return openTaint(root, language, MODELS)?.reaches(value, EVERY_PURPOSE, ["remote"]) ?? false;
}

describe("values in C", () => {
  it.each([
    ["main's arguments", "int main(int argc, char **argv) { use(argv[1]); }"],
    ["what a call writes through a pointer", "void f(int s) { char b[9]; recv(s, b, 9); use(b); }"],
    ["copies", "void f(void) { char b[9]; strcpy(b, ask()); use(b); }"],
    ["pointers into a text", "void f(void) { char *p = ask(); use(p + 1); }"],
    ["casts and dereferences", "void f(void) { long *p = (long *) ask(); use(*p); }"],
    ["either arm", 'void f(int n) { use(n ? "a" : ask()); }'],
    ["fields", "void f(struct s *q) { q->name = ask(); use(q->name); }"],
    ["a function of the file", "char *g(char *a) { return strdup(a); } void f(void) { use(g(ask())); }"],
  ])("are followed through %s", (_, text) => expect(reaches(text)).toBe(true));

  it.each([
    ["constants", 'void f(void) { use("a" "b"); }'],
    ["sizes of types", "void f(void) { use(sizeof(ask())); }"],
    ["what is masked", "void f(void) { use(ask() & 7); }"],
    ["what was tested before", "void f(void) { char *p = ask(); if (!is_allowed(p)) return; use(p); }"],
    [
      "what was tested and jumped over",
      "void f(void) { char *p = ask(); if (!is_allowed(p)) goto out; use(p); out: end(); }",
    ],
    ["what is replaced", 'void f(void) { char *p = ask(); p = "a"; use(p); }'],
  ])("end at %s", (_, text) => expect(reaches(text)).toBe(false));

  it("are followed through C++'s declarations and loops", () => {
    expect(reaches("void f() { auto all = ask(); for (const auto &each : all) use(each); }", "cpp")).toBe(true);
  });
});
