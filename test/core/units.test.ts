import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { outlineOf } from "../../src/adapters/analysis/outline/outline.ts";
import { parse } from "../../src/adapters/analysis/parse.ts";
import type { Definition, Outline } from "../../src/core/analysis.ts";
import type { ChangedFile, Hunk } from "../../src/core/change.ts";
import { isParsed, languageOf } from "../../src/core/language.ts";
import { linesOf, textOfLines, type LineRange } from "../../src/core/text.ts";
import { UNIT_LINES, unitsOf } from "../../src/core/units.ts";

function changedFile(path: string, head: string, changed: number[], hunks: Hunk[] = []): ChangedFile {
  const changedLines = changed.map((line) => ({ startLine: line, endLine: line }));
  return { path, status: "modified", language: languageOf(path), head, base: "", hunks, changedLines, provenance: [] };
}

function unitsIn(path: string, head: string, changed: number[], hunks: Hunk[] = []) {
  const file = changedFile(path, head, changed, hunks);
  return unitsOf(
    file,
    isParsed(file.language) ? outlineOf(parse(file.language, head), file.language, head) : undefined,
  );
}

const deletedBefore = (line: number): Hunk => ({
  base: { startLine: line, endLine: line },
  head: { startLine: line, endLine: line - 1 },
});

const MODULE = `import os

LIMIT = 1


@app.route("/x")
def first(a):
    def inner():
        return a
    return inner()


class Users:
    table = "users"

    def find(self, name):
        return name

    def drop(self):
        pass
`;

describe("unitsOf", () => {
  it("takes hunks with 20 lines around where there is no outline", () => {
    const text = Array.from({ length: 100 }, (_, index) => `key_${index}: 1\n`).join("");

    const units = unitsIn("settings.yml", text, [50, 60]);

    expect(units.map(({ kind, name, lines }) => ({ kind, name, lines }))).toEqual([
      { kind: "hunk", name: "lines 30-80", lines: { startLine: 30, endLine: 80 } },
    ]);
  });

  it("has nothing to say of an empty file", () => {
    expect(unitsIn("a.py", "", [])).toEqual([]);
  });

  it("takes the whole function with its decorator, and a nested function with the one around it", () => {
    const [unit, ...rest] = unitsIn("a.py", MODULE, [9]);

    expect(rest).toEqual([]);
    expect(unit).toMatchObject({
      kind: "function",
      name: "first",
      lines: { startLine: 6, endLine: 10 },
      changedLines: [{ startLine: 9, endLine: 9 }],
    });
    expect(unit?.code).toBe(textOfLines(MODULE, { startLine: 6, endLine: 10 }));
  });

  it("tells methods, the rest of a class, and the top level apart", () => {
    const units = unitsIn("a.py", MODULE, [3, 14, 17]);

    expect(units.map(({ kind, name, lines }) => `${kind} ${name} ${lines.startLine}-${lines.endLine}`)).toEqual([
      "top-level top level 1-3",
      "class Users 13-14",
      "method Users.find 16-17",
    ]);
  });

  it("brings the unit that lost lines, though nothing was added: a removed check", () => {
    const decorator = unitsIn("a.py", MODULE, [], [deletedBefore(6)]);
    const statement = unitsIn("a.py", MODULE, [], [deletedBefore(18)]);

    expect(decorator.map(({ name, changedLines }) => ({ name, changedLines }))).toEqual([
      { name: "first", changedLines: [] },
    ]);
    expect(statement.map(({ name }) => name)).toEqual(["Users.find"]);
  });

  it("does not make units of blank lines", () => {
    expect(unitsIn("a.py", MODULE, [4, 5])).toEqual([]);
  });

  it("cuts a very long function around its changes and says so", () => {
    const long = `def long():\n${Array.from({ length: 900 }, (_, index) => `    x = ${index}\n`).join("")}`;

    const units = unitsIn("a.py", long, [300, 700]);

    expect(units.map(({ name, lines }) => `${name} ${lines.startLine}-${lines.endLine}`)).toEqual([
      "long 240-360",
      "long 640-760",
    ]);
    expect(units[0]?.note).toBe("lines 240-360 of a function of lines 1-901; the rest is left out");
  });

  it("takes inner functions for themselves where the outer one is large", () => {
    const inner = (name: string) => `  function ${name}() {\n    return 1;\n  }\n`;
    const text = `function outer() {\n${Array.from({ length: 60 }, (_, index) => inner(`f${index}`)).join("")}}\n`;

    const units = unitsIn("a.js", text, [3, 6]);

    expect(units.map(({ name }) => name)).toEqual(["outer.f0", "outer.f1"]);
  });

  it("keeps functions that share a line together", () => {
    const units = unitsIn("a.js", "function a() {\n  x();\n} function b() {\n  y();\n}\n", [2, 4]);

    expect(units.map(({ lines }) => lines)).toEqual([{ startLine: 1, endLine: 5 }]);
  });

  it("carries only the signs of authorship that speak of its lines", () => {
    const file = {
      ...changedFile("a.py", MODULE, [9, 17]),
      provenance: [{ author: "agent" as const, lines: [{ startLine: 9, endLine: 9 }] }, { author: "unknown" as const }],
    };

    const units = unitsOf(file, outlineOf(parse("python", MODULE), "python", MODULE));

    expect(units.map(({ provenance }) => provenance.map(({ author }) => author))).toEqual([
      ["agent", "unknown"],
      ["unknown"],
    ]);
  });

  it("never overlaps, never grows past its limit, and has every changed line that isn't blank exactly once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("x\n", "\n", "  y\n"), { minLength: 1, maxLength: 900 }),
        fc.infiniteStream(fc.nat(1e6)),
        (parts, numbers) => {
          const head = parts.join("");
          const file = {
            ...changedFile("a.py", head, someLines(parts.length, numbers)),
            hunks: [deletedBefore(take(numbers, parts.length + 1) + 1)],
          };
          const outline = take(numbers, 4) === 0 ? undefined : someOutline(parts.length, numbers);

          const units = unitsOf(file, outline);

          const lines = linesOf(head);
          const seen = units.flatMap((unit) => numbersOf(unit.lines));
          expect(new Set(seen).size).toBe(seen.length);
          for (const unit of units) {
            expect(unit.lines.endLine - unit.lines.startLine).toBeLessThan(UNIT_LINES);
            expect(unit.code).toBe(textOfLines(head, unit.lines));
          }
          const wanted = file.changedLines.flatMap(numbersOf).filter((line) => lines[line - 1]?.trim());
          for (const line of wanted)
            expect(units.filter((unit) => numbersOf(unit.lines).includes(line))).toHaveLength(1);
          const given = units
            .flatMap((unit) => unit.changedLines.flatMap(numbersOf))
            .filter((line) => lines[line - 1]?.trim());
          expect(given.toSorted((a, b) => a - b)).toEqual([...new Set(wanted)].toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 60 },
    );
  });
});

const numbersOf = ({ startLine, endLine }: LineRange) =>
  Array.from({ length: endLine - startLine + 1 }, (_, index) => startLine + index);

function take(numbers: Iterator<number>, below: number): number {
  const next: unknown = numbers.next().value;
  return typeof next === "number" ? next % Math.max(1, below) : 0;
}

function someLines(count: number, numbers: Iterator<number>): number[] {
  return [...new Set(Array.from({ length: take(numbers, 12) }, () => take(numbers, count) + 1))].toSorted(
    (a, b) => a - b,
  );
}

/** Definitions that nest or stand beside each other, as a parser gives them; some share a line. */
function someOutline(count: number, numbers: Iterator<number>): Outline {
  const definitions: Definition[] = [];
  const add = (startLine: number, endLine: number, depth: number) => {
    let at = startLine + take(numbers, 20);
    while (at <= endLine && definitions.length < 60) {
      const last = Math.min(endLine, at + take(numbers, depth === 0 ? 500 : 60));
      const kind = (["function", "class", "method", "type"] as const)[take(numbers, 4)] ?? "function";
      definitions.push({
        kind,
        name: `d${definitions.length}`,
        qualifiedName: `d${definitions.length}`,
        signature: "",
        span: { startLine: at, endLine: last, start: 0, end: 0, startColumn: 1, endColumn: 1 },
      });
      if (depth < 2) add(at + 1, last - 1, depth + 1);
      at = last + take(numbers, 30);
    }
  };
  add(1, count, 0);
  return { definitions, imports: [], calls: [], registrations: [] };
}
