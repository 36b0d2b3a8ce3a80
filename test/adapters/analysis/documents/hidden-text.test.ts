import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { documentAlertsOf } from "../../../../src/adapters/analysis/documents/document-alerts.ts";
import { loadDocumentRules } from "../../../../src/adapters/analysis/documents/load-document-rules.ts";
import { languageOf } from "../../../../src/core/language.ts";

const ROOT = join(import.meta.dirname, "../../../../knowledge/rules");
const HOSTILE = join(import.meta.dirname, "../../../../../shared/data/hostile.jsonl");
const rules = loadDocumentRules(ROOT);
const alertsIn = async (path: string, text: string) =>
  (await documentAlertsOf({ path, language: languageOf(path), text }, rules, "speaks")) ?? [];

describe("hidden characters", () => {
  it("are found in a text of any language, at the place where they stand", async () => {
    const [alert] = await alertsIn("a.zig", "ok\nfoo\u200Bbar()\n");

    expect(alert).toMatchObject({ ruleId: "text-invisible-in-name", quote: "foo\u200Bbar", span: { startLine: 2 } });
  });

  it("are no matter in texts for people, but for overrides and messages", async () => {
    expect(await alertsIn("README.md", "zero\u200Bwidth, \u0421ommit\n")).toEqual([]);
    expect(await alertsIn("README.md", "gnp.\u202Egpj.exe\n")).toHaveLength(1);
  });

  it("never throw, and report what stands in the text", async () => {
    const marks = fc.constantFrom(
      "\u202E",
      "\u2066",
      "\u2069",
      "\u200B",
      "\u0430",
      "a",
      "b",
      '"',
      "/*",
      "*/",
      "\n",
      "\u{E0041}",
      "\uFE0F",
      "\\",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(marks, { maxLength: 60 }), async (parts) => {
        const text = parts.join("");
        for (const { quote, span } of await alertsIn("a.js", text))
          expect(text.slice(span.start, span.end)).toBe(quote);
      }),
    );
  });
});

(existsSync(HOSTILE) ? describe : describe.skip)(
  "hidden characters, by the shared data (skipped where it is not there)",
  () => {
    it("of all published Trojan Source files are reported", async () => {
      type Row = { id: string; source: string; content: string };
      const rows = readFileSync(HOSTILE, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line): Row => JSON.parse(line));
      const missed: string[] = [];
      for (const { content, id, source } of rows)
        if (source === "trojan-source" && (await alertsIn(basename(id), content)).length === 0) missed.push(id);

      expect(missed).toEqual([]);
    });
  },
);
