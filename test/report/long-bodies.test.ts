import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import type { Finding } from "../../src/core/finding.ts";
import { markedFinding } from "../../src/core/mark.ts";
import { patchBetween } from "../../src/core/patch.ts";
import { clipMarkdown as clipForHost } from "../../src/adapters/host/clip-markdown.ts";
import { clipMarkdown } from "../../src/report/clip-markdown.ts";
import { FIX_SHA, row, SHA, words } from "./all-words.ts";
import { pageOf } from "./github-page.ts";
import { CHECKED_FIX, FINDING, reviewOf } from "./sample-review.ts";

jest.setTimeout(600_000);

/** A thousand on request: each is a parse of some two hundred thousand characters. */
const SIZES = Number(process.env["REFLEXGEN_SIZES"] ?? 10);
const SMALLEST = 65_535;
const LARGEST = 200_000;
const sizes = Array.from(
  { length: SIZES },
  (_, at) => SMALLEST + Math.floor((at * (LARGEST - SMALLEST)) / (SIZES - 1)),
);

/** Pieces in which a cut does harm. */
const PIECES = [
  "Plain words that go on for a while. ",
  "\u{1f600}\u{1f468}\u200d\u{1f469}\u200d\u{1f467} caf\u00e9 e\u0301 ",
  "\n```python\nprint(1)\n```\n",
  "\n~~~~\n```\n~~~~\n",
  "\n<details><summary>More</summary>\n\ninside\n\n</details>\n\n",
  "\n| a | b |\n| - | - |\n| c | d |\n",
  `\n- ${"item ".repeat(8)}`,
  "\n\n",
  "x".repeat(500),
  "\u{1f600}".repeat(300),
  "`code` ",
];

/** A text of exactly so many characters, the same each time. */
function textOf(size: number): string {
  const order = fc.sample(fc.constantFrom(...PIECES), { numRuns: 60, seed: size });
  const once = order.join("");
  return once
    .repeat(Math.ceil(size / once.length))
    .slice(0, size)
    .toWellFormed();
}

/** What a reader would see of a cut in the wrong place. */
function harmOf(text: string): string[] {
  const { openFolds, fences } = pageOf(text);
  return [
    ...(text.isWellFormed() ? [] : ["half a character"]),
    ...(openFolds > 0 ? ["an open fold"] : []),
    ...(fences.some((fence) => !/\n {0,3}(`{3,}|~{3,})$/.test(fence.text.trimEnd())) ? ["an open fence"] : []),
  ];
}

describe(`texts of ${SMALLEST} to ${LARGEST} characters (G12)`, () => {
  it("are cut to what GitHub takes, with nothing left open and no half character", () => {
    for (const size of sizes) {
      const text = textOf(size);

      const ours = clipMarkdown(text, 65_536);
      const last = clipForHost(text, 65_535);

      expect(Buffer.byteLength(ours)).toBeLessThanOrEqual(65_536);
      expect(last.length).toBeLessThanOrEqual(65_535);
      expect({ size, harm: harmOf(ours) }).toEqual({ size, harm: [] });
      expect(last.isWellFormed()).toBe(true);
    }
  });

  it("make comments, reviews, summaries and checks that fit, whole sentences and folds to their end", () => {
    for (const size of sizes) {
      const long = textOf(size);
      const head = `a\n${long}\nb\n`;
      const patch = patchBetween(FINDING.path, head, `a\n${long.replaceAll("a", "b")}\nb\n`);
      const fix = { ...CHECKED_FIX, patch, explanation: long };
      const finding: Finding = { ...FINDING, reason: long, advice: long, title: long, sink: long, fix };
      const placed = { findings: [finding], placement: { kind: "comment", side: "RIGHT", line: 1 } } as const;
      const listed = Array.from({ length: 40 }, () => ({ finding, why: long }));
      const rows = Array.from({ length: 110 }, (_, at) =>
        row({
          id: at.toString(16).padStart(12, "0"),
          finding: { ...markedFinding(finding) },
          reason: long,
          state: "declined",
        }),
      );
      const review = reviewOf([finding], {
        notes: [long, long],
        unread: Array.from({ length: 60 }, (_, at) => ({
          path: `${at}${long}`,
          reason: `${at % 20}${long}`,
          failed: at % 2 === 0,
        })),
      });

      const about = { review, headSha: SHA };
      const comment = words.lineComment({ ...placed, findings: [finding] }, { headSha: SHA });
      const check = words.check({ ...about, rows });
      const bodies = [
        comment,
        words.fixed(comment, FIX_SHA) ?? "",
        words.reviewBody({ ...about, posted: [], listed }),
        words.summary({ ...about, rows }),
      ];

      for (const body of bodies) {
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536);
        expect(words.readMark(body)).toBeDefined();
      }
      expect(check.title.length).toBeLessThanOrEqual(200);
      for (const text of [check.summary, check.text]) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535);
      const harm = [...bodies, check.summary, check.text].flatMap(harmOf);
      expect({ size, harm }).toEqual({ size, harm: [] });
    }
  });
});
