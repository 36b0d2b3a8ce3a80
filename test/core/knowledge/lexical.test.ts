import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { termIndex, termsOf } from "../../../src/core/knowledge/lexical.ts";
import { entryVector, likeness, queryVector } from "../../../src/core/knowledge/sparse-vector.ts";
import { entry, SQL_PRACTICE } from "../../contracts/knowledge-store.ts";

const termsIn = (text: string): string[] => [...termsOf(text).keys()];

describe("the terms of a text", () => {
  it.each([
    ["names in camel case and snake case", "loadUserName load_user_name", ["load", "user", "name"]],
    ["names kept whole", "loadUserName", ["name:loadusername"]],
    ["calls with their receiver", "self.db.cursor.execute(sql)", ["api:cursor.execute", "call:execute", "execut", "cursor"]],
    ["arrows and colons as dots", "user->name std::strcpy(a, b)", ["api:user.name", "api:std.strcpy", "call:strcpy"]],
    ["words stemmed", "escaping escaped escapes", ["escap"]],
    ["versions of algorithms", "md5 SHA256 HTTPServer", ["md5", "sha256", "http", "server"]],
    ["SQL in literals", `"SELECT id FROM users"`, ["shape:sql"]],
    ["URLs, paths and HTML in literals", `"http://a" "../x" '/etc/passwd' "<script>"`, ["shape:url", "shape:path", "shape:html"]],
  ])("hold %s", (_name, text, expected) => {
    expect(termsIn(text)).toEqual(expect.arrayContaining(expected));
  });

  it("leave out words that stand everywhere", () => {
    expect(termsIn("if the value is for a function return this")).toEqual(["valu"]);
  });

  it("are found in hostile text in time that grows with its length only", () => {
    for (const text of ["a.".repeat(50_000), "SELECT ".repeat(20_000), `"${"/a".repeat(50_000)}`, "A".repeat(100_000), "<a".repeat(50_000)]) {
      expect(termsIn(text).length).toBeLessThan(200);
    }
  });

  it("have a place that never changes", () => {
    expect([termIndex(""), termIndex("a"), termIndex("foobar")]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });
});

describe("a sparse vector", () => {
  it("has unique ascending u32 indices and one positive f32 each, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const { indices, values } = queryVector(text, new Map([["CWE-89", 3]]));
        expect(indices).toEqual([...new Set(indices)].toSorted((a, b) => a - b));
        expect(values).toHaveLength(indices.length);
        expect(indices.every((index) => Number.isInteger(index) && index >= 0 && index < 2 ** 32)).toBe(true);
        expect(values.every((value) => value > 0 && Math.fround(value) === value)).toBe(true);
      }),
    );
  });

  it("stays small for a long text", () => {
    const text = Array.from({ length: 5000 }, (_, n) => `name${n}`).join(" ");
    expect(queryVector(text).indices.length).toBeLessThanOrEqual(256);
  });

  it("is most alike to what it was made of", () => {
    const code = queryVector('cursor.execute("SELECT * FROM users WHERE name = " + name)');
    const other = entry({ id: "other", text: "Draw random tokens from the secure generator." });
    expect(likeness(code, code)).toBeCloseTo(1, 6);
    expect(likeness(code, entryVector(SQL_PRACTICE))).toBeGreaterThan(likeness(code, entryVector(other)));
    expect(likeness(code, queryVector(""))).toBe(0);
  });
});
