import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { documentAlertsOf } from "../../../../src/adapters/analysis/documents/document-alerts.ts";
import { DOCUMENT_FOLDERS, LANGUAGE_OF_FOLDER } from "../../../../src/adapters/analysis/documents/document-folders.ts";
import { loadDocumentRules } from "../../../../src/adapters/analysis/documents/load-document-rules.ts";
import type { Alert } from "../../../../src/core/analysis.ts";
import { applyEdits } from "../../../../src/core/text.ts";

const ROOT = join(import.meta.dirname, "../../../../knowledge/rules");
const RuleTest = z.strictObject({
  flagged: z.array(z.string()).min(1),
  silent: z.array(z.string()).min(1),
  fixed: z.array(z.strictObject({ before: z.string(), after: z.string() })).default([]),
});
const PATHS = { text: "example.c", dockerfile: "Dockerfile", workflow: "example.yml" };

const rules = loadDocumentRules(ROOT);
for (const folder of DOCUMENT_FOLDERS) {
  const language = LANGUAGE_OF_FOLDER[folder];
  for (const rule of rules.in(folder)) {
    const alertsIn = async (text: string): Promise<Alert[]> => {
      const alerts = await documentAlertsOf({ path: PATHS[folder], language, text }, rules, "all");
      return (alerts ?? []).filter((alert) => alert.ruleId === rule.id);
    };

    describe(`rule ${rule.id}`, () => {
      const path = join(ROOT, folder, `${rule.id.slice(folder.length + 1)}.test.yml`);
      if (!existsSync(path)) return it("has a test file beside it", () => expect(path).toBe("there"));
      const story = RuleTest.parse(parse(readFileSync(path, "utf8")));

      it.each(story.flagged)("flags %j", async (text) => {
        const alerts = await alertsIn(text);

        expect(alerts.length).toBeGreaterThan(0);
        for (const { quote, span } of alerts) expect(text.slice(span.start, span.end)).toBe(quote);
      });
      it.each(story.silent)("is silent on %j", async (text) => {
        expect((await alertsIn(text)).map((alert) => alert.quote)).toEqual([]);
      });
      it("has an example of its fix where it has one", () => {
        expect(story.fixed.length > 0).toBe(rule.fix !== undefined);
      });
      for (const { before, after } of story.fixed)
        it(`repairs ${JSON.stringify(before)}, whatever its line ends`, async () => {
          for (const end of ["\n", "\r\n"]) {
            const text = before.replaceAll("\n", end);
            const [alert] = await alertsIn(text);

            const repaired = applyEdits(text, alert?.fixes[0]?.edits ?? []);

            expect(repaired).toBe(after.replaceAll("\n", end));
            expect(await alertsIn(repaired)).toEqual([]);
          }
        });
    });
  }
}
