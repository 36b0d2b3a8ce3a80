import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readEntryFile, writeEntryFile } from "../../../src/adapters/knowledge/entry-file.ts";
import { UserError } from "../../../src/core/errors.ts";
import { Entry } from "../../../src/core/knowledge.ts";

const FILE = `---
id: sql-parameters
kind: practice
title: Bind values
weaknesses: [cwe-089]
languages: []
references: [https://cwe.mitre.org/data/definitions/89.html]
---

Pass values beside the statement.

Why: the database never parses them.

## Vulnerable

\`\`\`python
run("SELECT " + name)
\`\`\`

\`\`\`java
run("SELECT " + name);
\`\`\`

## Secure

\`\`\`python
run("SELECT ?", name)
\`\`\`

\`\`\`java
run("SELECT ?", name);
\`\`\`

\`\`\`go
run("SELECT ?", name)
\`\`\`
`;

const withFront = (yaml: string): string => `---\n${yaml}\n---\n\nText.\n`;
const FRONT = "id: some-entry\nkind: practice\ntitle: A title\nweaknesses: [CWE-89]\nlanguages: []";

function refusal(text: string): string {
  try {
    readEntryFile(text, "practices/file.md");
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error instanceof Error ? error.message : "";
  }
  return "accepted";
}

describe("an entry file", () => {
  it("is read with its examples paired by language", () => {
    const entry = readEntryFile(FILE, "sql.md");

    expect(entry).toMatchObject({ id: "sql-parameters", weaknesses: ["CWE-89"], scope: "shared", status: "active" });
    expect(entry.text).toBe("Pass values beside the statement.\n\nWhy: the database never parses them.");
    expect(entry.examples).toEqual([
      { language: "python", vulnerable: 'run("SELECT " + name)', secure: 'run("SELECT ?", name)' },
      { language: "java", vulnerable: 'run("SELECT " + name);', secure: 'run("SELECT ?", name);' },
      { language: "go", secure: 'run("SELECT ?", name)' },
    ]);
  });

  it("is read the same with a byte order mark and Windows line ends", () => {
    expect(readEntryFile(`\uFEFF${FILE.replaceAll("\n", "\r\n")}`, "sql.md")).toEqual(readEntryFile(FILE, "sql.md"));
  });

  it("gives back every entry that was written to it", () => {
    fc.assert(
      fc.property(entries(), (entry) => {
        expect(readEntryFile(writeEntryFile(entry), "any.md")).toEqual(entry);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps headings and fences of the text and the code", () => {
    const entry = Entry.parse({
      id: "tricky",
      kind: "lesson",
      title: "yes: #no",
      weaknesses: [],
      languages: [],
      text: "One\n\n## Secure\n\n```\n## Vulnerable\n```\n\n\\## Secure",
      examples: [{ language: "python", vulnerable: "```\n````\n## Secure\n---", secure: "\n\n" }],
    });
    expect(readEntryFile(writeEntryFile(entry), "tricky.md")).toEqual(entry);
  });
});

describe("an entry file is refused with file, key and reason, and without values", () => {
  it.each([
    ["no front matter", "Text only.", "practices/file.md: no front matter: the first line must be ---"],
    ["front matter that is not closed", `---\n${FRONT}\n\nText.`, "practices/file.md: no front matter: the first line must be ---"],
    ["an unknown field", withFront(`${FRONT}\nsecret: hunter2`), 'practices/file.md: unknown field "secret"'],
    ["a wrong CWE", withFront(FRONT.replace("CWE-89", "hunter2")), "practices/file.md: weaknesses.0: not a CWE number such as CWE-89"],
    ["a wrong scope", withFront(`${FRONT}\nscope: everyone`), "practices/file.md: scope: not a scope: shared, org:ID or repo:ID"],
    ["a plain http reference", withFront(`${FRONT}\nreferences: [http://a.example/]`), "practices/file.md: references.0: Invalid URL"],
    ["a key given twice", withFront(`${FRONT}\ntitle: Other`), "practices/file.md: the front matter is not YAML in line 7 (duplicate key)"],
    ["front matter that is a list", withFront("- a\n- b"), "practices/file.md: the front matter is not a list of keys with values"],
    ["prose among the examples", `${FILE}\nhunter2`, "practices/file.md: only fenced code may stand under ## Secure"],
    ["code that is not closed", `${FILE}\n\`\`\`go\nhunter2`, "practices/file.md: the code under ## Secure is not closed"],
    [
      "a vulnerable example alone",
      `${FILE}\n## Vulnerable\n\n\`\`\`go\nhunter2\n\`\`\`\n`,
      "practices/file.md: code under ## Vulnerable has no counterpart in its language under ## Secure",
    ],
    ["no text", `---\n${FRONT}\n---\n`, "practices/file.md: text: Too small: expected string to have >=1 characters"],
  ])("%s", (_name, text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it("a file over the cap", () => {
    expect(refusal(FILE + "x".repeat(65_536))).toBe("practices/file.md: the file is larger than 64 KB");
  });

  it("a YAML bomb, at once", () => {
    const bomb = ["a: &a [x, x]", ...Array.from({ length: 24 }, (_, n) => `${name(n + 1)}: &${name(n + 1)} [*${name(n)}, *${name(n)}]`)];
    expect(refusal(withFront(bomb.join("\n")))).toBe("practices/file.md: the front matter uses YAML aliases, which are not allowed here");
    expect(refusal(withFront(`title: ${"[".repeat(20_000)}`))).toContain("practices/file.md: the front matter");
    expect(refusal(withFront(`? ${"{a: ".repeat(8_000)}`))).toContain("practices/file.md: the front matter");
  });

  it("YAML of other kinds never comes through as code or as a prototype", () => {
    expect(refusal(withFront(`${FRONT}\n__proto__: { kind: lesson }`))).toContain("unknown field");
    expect(refusal(withFront(`${FRONT}\norigin: !!js/function "x"`))).not.toContain("js/function");
  });
});

function name(n: number): string {
  return `k${n}`.replace("k0", "a");
}

function entries(): fc.Arbitrary<Entry> {
  const line = fc.string({ unit: "grapheme", minLength: 3, maxLength: 60 }).map((text) => text.replaceAll(/[\r\n]/g, "-"));
  const code = fc.array(fc.constantFrom("a", "\n", "```", "````", "## Secure", "\t", " ", "---", "é", "\\## Vulnerable"), { minLength: 1, maxLength: 12 });
  const text = fc.oneof(line, code.map((parts) => `x${parts.join("")}\n## Secure\nx`)).map((all) => all.trim() || "x");
  const language = fc.constantFrom("python", "java", "go", "c++", "c#");
  const body = code.map((parts) => parts.join(""));
  return fc
    .record({
      id: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{1,20}$/),
      kind: fc.constantFrom("practice", "lesson"),
      title: line,
      scope: fc.constantFrom("shared", "org:7", "repo:local"),
      status: fc.constantFrom("proposed", "active", "retired"),
      weaknesses: fc.subarray(["CWE-89", "CWE-943"]),
      languages: fc.subarray(["python", "go"]),
      apis: fc.array(line, { maxLength: 3 }),
      text,
      examples: fc.array(
        fc.oneof(fc.record({ language, vulnerable: body, secure: body }), fc.record({ language, secure: body })),
        { maxLength: 4 },
      ),
      rewrites: fc.array(fc.record({ language, pattern: body, replacement: body }), { maxLength: 2 }),
      origin: line,
      references: fc.subarray(["https://cwe.mitre.org/data/definitions/89.html"]),
      standing: fc.record({ cited: fc.nat(), adopted: fc.nat(), edited: fc.nat(), declined: fc.nat(), reverted: fc.nat() }),
    })
    .map((value) => Entry.parse(value));
}
