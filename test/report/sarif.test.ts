import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import type { Log, Region, Replacement } from "sarif";
import type { RuleSummary } from "../../src/core/analysis.ts";
import { patchBetween } from "../../src/core/patch.ts";
import type { Review } from "../../src/core/review.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { regionOf, replacementsOf } from "../../src/report/sarif-place.ts";
import { adviceOnly, CHECKED_FIX, FINDING, reviewOf, sourceOf, spanAt, USERS, USERS_FIXED } from "./sample-review.ts";

const RULE: RuleSummary = {
  id: "python-sql-concatenation",
  language: "python",
  weakness: "CWE-89",
  severity: "high",
  tier: "speaks",
  title: "SQL text built from values",
  message: "Bind values as parameters.",
  references: ["https://owasp.org/www-community/attacks/SQL_Injection"],
  hasFix: true,
  hasShape: true,
  vocabulary: [],
};

// The schema is draft-04; it uses nothing that later drafts read differently once its own name is taken off.
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(await readFile(new URL("../fixtures/sarif/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function render(review: Review, scrub?: (text: string) => string) {
  const text = renderSarif(review, { version: "1.2.3", rules: [RULE], sourceOf, ...(scrub ? { scrub } : {}) });
  const log: Log = JSON.parse(text);
  const run = log.runs[0];
  if (!run) throw new Error("no run");
  return { text, log, run, result: run.results?.[0] };
}

describe("renderSarif", () => {
  it("says what could not be read, and that nothing was reviewed when that is all of it", () => {
    const unread = [
      { path: "a b/ü.bin", reason: "binary file" },
      { path: "x.ts", lines: { startLine: 3, endLine: 9 }, reason: "refused", failed: true },
    ];

    const partly = render(reviewOf([], { unread }));
    const notAtAll = render(reviewOf([], { unread, read: { files: 0, units: 0, lines: 0 } }));

    expect(validate(partly.log)).toBe(true);
    expect(partly.run.invocations?.[0]).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [
        {
          message: { text: "Not read: binary file" },
          locations: [{ physicalLocation: { artifactLocation: { uri: "a%20b/%C3%BC.bin" } } }],
        },
        { locations: [{ physicalLocation: { region: { startLine: 3, endLine: 9 } } }] },
      ],
    });
    expect(notAtAll.run.invocations?.[0]?.executionSuccessful).toBe(false);
  });

  it("describes rules with their weakness, and results with place, fingerprint and fix", () => {
    const { log, run, result } = render(
      reviewOf([FINDING, adviceOnly({ claimedBy: [{ kind: "model", name: "m" }], id: "000000000001" })]),
    );

    expect(validate(log)).toBe(true);
    expect(run.tool.driver.rules).toMatchObject([
      {
        id: "python-sql-concatenation",
        properties: { tags: ["security", "external/cwe/cwe-089"], "security-severity": "8.0", precision: "high" },
      },
      { id: "model/cwe-089", properties: { "security-severity": "9.5" } },
    ]);
    expect(result).toMatchObject({
      ruleId: "python-sql-concatenation",
      ruleIndex: 0,
      level: "error",
      partialFingerprints: { "reflexgen/v1": "3fa91c0b77de" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "app/users.py", uriBaseId: "%SRCROOT%" },
            region: { startLine: 7, startColumn: 24, endLine: 7, endColumn: 73 },
          },
        },
      ],
    });
    const replacements = result?.fixes?.[0]?.artifactChanges[0]?.replacements ?? [];
    expect(applyReplacements(USERS, replacements)).toBe(USERS_FIXED);
  });

  it("keeps its fingerprint when lines move", () => {
    const moved = adviceOnly({ span: spanAt(`\n\n${USERS}`, FINDING.quote) });

    expect(render(reviewOf([moved])).result?.partialFingerprints).toEqual({ "reflexgen/v1": FINDING.id });
  });

  it("offers no fix that did not reach L3, nor one that would write a secret", () => {
    const failed = { ...FINDING, fix: { ...CHECKED_FIX, reached: "L2" as const } };

    expect(render(reviewOf([failed])).result).not.toHaveProperty("fixes");
    expect(render(reviewOf([FINDING]), (text) => text.replaceAll("users", "REDACTED")).result).not.toHaveProperty(
      "fixes",
    );
  });

  it("keeps hostile text from being a link, a placeholder or a control", () => {
    const hostile = adviceOnly({
      title: "[a](https://evil.example) {0} \u202E \u009b31m \x1b[2J",
      path: "a\nb/\ud800 %.py",
    });

    const { log, text, result } = render(reviewOf([hostile]));

    expect(validate(log)).toBe(true);
    expect(text).not.toMatch(/[^\n\x20-\x7e]/);
    expect(result?.message.text).toContain(
      "[a]\u2060(https:\u2060//evil.example) {{0}} <U+202E> <U+009B>31m <U+001B>[2J",
    );
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("a%0Ab/%EF%BF%BD%20%25.py");
  });
});

describe("places", () => {
  it("don't count a byte order mark", () => {
    const text = "\uFEFFeval(x)\neval(y)\n";

    expect(regionOf(spanAt(text, "eval(x)"), text)).toEqual({ startLine: 1, startColumn: 1, endLine: 1, endColumn: 8 });
    expect(regionOf(spanAt(text, "eval(y)"), text)).toEqual({ startLine: 2, startColumn: 1, endLine: 2, endColumn: 8 });
  });

  it("give the patch's bytes when applied, whatever the line ends", () => {
    const line = fc.constantFrom("a\n", "b\n", "c\r\n", "\n", "😀\n", "d\r\n");
    const text = fc
      .tuple(fc.constantFrom("", "\uFEFF"), fc.array(line, { maxLength: 8 }), fc.constantFrom("", "end", "\r"))
      .map(([mark, lines, rest]) => mark + lines.join("") + rest);
    fc.assert(
      fc.property(text, text, (before, after) => {
        const replacements = replacementsOf(before, patchBetween("x", before, after));

        if (before.startsWith("\uFEFF") === after.startsWith("\uFEFF")) expect(replacements).toBeDefined();
        if (replacements) expect(applyReplacements(before, replacements)).toBe(after);
      }),
      { numRuns: 2000 },
    );
  });
});

/** As the standard says: regions are of the unchanged text, columns are UTF-16 units and don't count a byte order mark. */
function applyReplacements(text: string, replacements: readonly Replacement[]): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const lines = text.slice(mark.length).split(/(?<=\n)/);
  const offsetOf = (line: number, column: number) => lines.slice(0, line - 1).join("").length + column - 1;
  let result = text.slice(mark.length);
  for (const { deletedRegion, insertedContent } of replacements.toReversed()) {
    const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 }: Region = deletedRegion;
    result =
      result.slice(0, offsetOf(startLine, startColumn)) +
      insertedContent?.text +
      result.slice(offsetOf(endLine, endColumn));
  }
  return mark + result;
}
