import { describe, expect, it } from "@jest/globals";
import type { Finding, Fix } from "../../src/core/finding.ts";
import { patchBetween } from "../../src/core/patch.ts";
import { placeAll, placeFinding } from "../../src/core/placement.ts";
import { linesOf, spanOf, type LineRange } from "../../src/core/text.ts";
import { CHECKED_FIX, FINDING } from "../report/sample-review.ts";

/** Twenty lines `1` to `20`. */
const LINES = Array.from({ length: 20 }, (_, index) => `${index + 1}\n`);
const HEAD = LINES.join("");
const whole: LineRange[] = [{ startLine: 1, endLine: 20 }];

describe("placeFinding", () => {
  it("says a finding without a checked fix at its own lines", () => {
    const { fix: _, ...finding } = findingAt(HEAD, 7, 8);

    expect(placeFinding(finding, { head: HEAD, diffRanges: whole })).toEqual({
      kind: "comment",
      side: "RIGHT",
      line: 8,
      startLine: 7,
    });
  });

  it("keeps a comment within the hunk of its first line", () => {
    const { fix: _, ...finding } = findingAt(HEAD, 7, 12);
    const diffRanges = [
      { startLine: 3, endLine: 9 },
      { startLine: 11, endLine: 14 },
    ];

    expect(placeFinding(finding, { head: HEAD, diffRanges })).toMatchObject({ startLine: 7, line: 9 });
  });

  it("says at the first line what would show too much code", () => {
    const { fix: _, ...finding } = findingAt(HEAD, 2, 19);

    expect(placeFinding(finding, { head: HEAD, diffRanges: whole })).toEqual({
      kind: "comment",
      side: "RIGHT",
      line: 2,
    });
  });

  it("places nothing outside of the diff, or where there is none", () => {
    const finding = findingAt(HEAD, 7);
    const elsewhere = [{ startLine: 1, endLine: 6 }];

    expect(placeFinding(finding, { head: HEAD, diffRanges: elsewhere })).toMatchObject({ kind: "outside" });
    expect(placeFinding(finding, { head: HEAD, diffRanges: [] })).toMatchObject({ kind: "outside" });
    expect(placeFinding(finding, { head: HEAD })).toMatchObject({ kind: "outside" });
  });

  it("stands at the removed lines where its own are not in the diff", () => {
    const { fix: _, ...finding } = findingAt(HEAD, 15);
    const file = {
      head: HEAD,
      diffRanges: [{ startLine: 3, endLine: 9 }],
      removedRanges: [
        { startLine: 2, endLine: 2 },
        { startLine: 6, endLine: 9 },
      ],
    };

    expect(placeFinding({ ...finding, removed: { startLine: 6, endLine: 7 } }, file)).toEqual({
      kind: "comment",
      side: "LEFT",
      startLine: 6,
      line: 7,
    });
    expect(placeFinding({ ...finding, removed: { startLine: 9, endLine: 12 } }, file)).toEqual({
      kind: "comment",
      side: "LEFT",
      line: 9,
    });
  });

  it("stands at its own lines rather than at the removed ones", () => {
    const { fix: _, ...finding } = findingAt(HEAD, 8);
    const file = { head: HEAD, diffRanges: whole, removedRanges: [{ startLine: 6, endLine: 9 }] };

    expect(placeFinding({ ...finding, removed: { startLine: 6, endLine: 7 } }, file)).toMatchObject({
      side: "RIGHT",
      line: 8,
    });
  });

  it("prefers the button that puts a removed control back", () => {
    const finding = repairedBy(HEAD, LINES.toSpliced(6, 0, "check()\n").join(""), 15);
    const file = {
      head: HEAD,
      diffRanges: [{ startLine: 4, endLine: 9 }],
      removedRanges: [{ startLine: 7, endLine: 7 }],
    };

    expect(placeFinding({ ...finding, removed: { startLine: 7, endLine: 7 } }, file)).toMatchObject({
      kind: "suggestion",
      side: "RIGHT",
      line: 7,
    });
  });

  it("finds the removed lines where GitHub calls equal ones removed, and gives up where it shows none", () => {
    const { fix: _, ...finding } = findingAt(HEAD, 15);
    const gone = { ...finding, removed: { startLine: 6, endLine: 7 } };
    const diffRanges = [{ startLine: 3, endLine: 9 }];

    const slid = placeFinding(gone, { head: HEAD, diffRanges, removedRanges: [{ startLine: 8, endLine: 9 }] });
    const elsewhere = placeFinding(gone, { head: HEAD, diffRanges, removedRanges: [{ startLine: 30, endLine: 31 }] });

    expect(slid).toEqual({ kind: "comment", side: "LEFT", startLine: 8, line: 9 });
    expect(elsewhere).toMatchObject({ kind: "outside" });
  });

  it("says at the removed lines what a change made that leaves no line of the file", () => {
    const { fix: _, ...finding } = findingAt(HEAD, 15);
    const file = { head: HEAD, diffRanges: [], removedRanges: [{ startLine: 1, endLine: 2 }] };

    expect(placeFinding({ ...finding, removed: { startLine: 1, endLine: 2 } }, file)).toMatchObject({ side: "LEFT" });
  });

  it("gives no button to a fix that did not reach L3", () => {
    const finding = repairedBy(HEAD, LINES.with(6, "seven\n").join(""), 7);
    const tried = { ...finding, fix: { ...finding.fix, reached: "L2" as const } };

    expect(placeFinding(tried, { head: HEAD, diffRanges: whole })).toEqual({ kind: "comment", side: "RIGHT", line: 7 });
  });

  it("makes one line a suggestion without a first line", () => {
    const finding = repairedBy(HEAD, LINES.with(6, "seven\n").join(""), 7);

    expect(placeFinding(finding, { head: HEAD, diffRanges: whole })).toEqual({
      kind: "suggestion",
      side: "RIGHT",
      line: 7,
      replacement: "seven\n",
    });
  });

  it("joins hunks with the unchanged lines between them", () => {
    const finding = repairedBy(HEAD, LINES.with(2, "three\n").with(5, "six\n").join(""), 6);

    expect(placeFinding(finding, { head: HEAD, diffRanges: whole })).toMatchObject({
      startLine: 3,
      line: 6,
      replacement: "three\n4\n5\nsix\n",
    });
  });

  it("takes the line behind an insertion in, and where that is not in the diff the one before", () => {
    const finding = repairedBy(HEAD, LINES.toSpliced(6, 0, "new\n").join(""), 7);
    const before = [{ startLine: 1, endLine: 6 }];

    expect(placeFinding(finding, { head: HEAD, diffRanges: whole })).toMatchObject({
      line: 7,
      replacement: "new\n7\n",
    });
    expect(placeFinding(finding, { head: HEAD, diffRanges: before })).toMatchObject({
      line: 6,
      replacement: "6\nnew\n",
    });
  });

  it("deletes by an empty suggestion", () => {
    const finding = repairedBy(HEAD, LINES.toSpliced(6, 2).join(""), 7);

    expect(placeFinding(finding, { head: HEAD, diffRanges: whole })).toMatchObject({
      kind: "suggestion",
      startLine: 7,
      line: 8,
      replacement: "",
    });
  });

  it.each([
    [
      "stand in two parts of the diff",
      {
        diffRanges: [
          { startLine: 1, endLine: 4 },
          { startLine: 5, endLine: 9 },
        ],
      },
    ],
    ["are too many", { head: "x\n".repeat(60), repaired: `y\n${"x\n".repeat(58)}y\n` }],
    ["hide characters", { repaired: LINES.with(2, "three\u202e\n").join("") }],
    ["hold a lone carriage return", { repaired: LINES.with(2, "a\rb\n").join("") }],
    [
      "mix line ends",
      { head: HEAD.replace("5\n", "5\r\n"), repaired: HEAD.replace("5\n", "5\r\n").replace("3\n", "x\n") },
    ],
    ["add the final line feed", { head: HEAD.trimEnd(), repaired: `${HEAD.trimEnd()}!\n` }],
    ["take the byte order mark away", { head: `\uFEFF${HEAD}`, repaired: HEAD }],
  ])("gives no button where the lines %s", (_, { head = HEAD, repaired, diffRanges }: Partial<Case>) => {
    const wanted = repaired ?? LINES.with(3, "four\n").with(4, "five\n").join("");
    const finding = repairedBy(head, wanted, 4);
    const file = { head, diffRanges: diffRanges ?? [{ startLine: 1, endLine: 60 }] };

    expect(placeFinding(finding, file)).toMatchObject({ kind: "comment", noButton: expect.any(String) });
  });

  it("names the lines of a fix that stands in two parts of the diff, as an import does", () => {
    const finding = repairedBy(
      HEAD,
      ["import re\n", ...LINES.with(14, "fifteen\n").with(15, "sixteen\n")].join(""),
      15,
    );
    const diffRanges = [
      { startLine: 1, endLine: 4 },
      { startLine: 12, endLine: 18 },
    ];

    expect(placeFinding(finding, { head: HEAD, diffRanges })).toMatchObject({
      kind: "comment",
      line: 15,
      noButton: "its lines (1 and 15–16) do not all stand in one part of the diff",
    });
  });

  it("gives no button to lines that hold a secret", () => {
    const finding = repairedBy(HEAD, LINES.with(6, "password = 'hunter2'\n").join(""), 7);
    const scrub = (text: string) => text.replaceAll("hunter2", "REDACTED");

    expect(placeFinding(finding, { head: HEAD, diffRanges: whole }, { scrub })).toMatchObject({
      kind: "comment",
      noButton: expect.stringContaining("secret"),
    });
  });
});

describe("placeAll", () => {
  it("says two findings that one patch repairs in one comment, the worse first", () => {
    const mild = {
      ...repairedBy(HEAD, LINES.with(6, "x\n").join(""), 7),
      id: "aaaaaaaaaaaa",
      severity: "low" as const,
    };
    const bad = { ...mild, id: "bbbbbbbbbbbb", severity: "high" as const, fix: { ...mild.fix } };

    const placed = placeAll([mild, bad], { head: HEAD, diffRanges: whole });

    expect(placed.map(({ findings }) => findings.map(({ id }) => id))).toEqual([["bbbbbbbbbbbb", "aaaaaaaaaaaa"]]);
    expect(placed[0]?.placement.kind).toBe("suggestion");
  });

  it.each([
    ["overlap", 3],
    ["touch", 4],
  ])("makes only the worst a button where suggestions %s", (_, other) => {
    const bad = repairedBy(HEAD, LINES.with(2, "x\n").with(1, "y\n").join(""), 2);
    const mild = {
      ...repairedBy(HEAD, LINES.with(other - 1, "z\n").join(""), other),
      id: "aaaaaaaaaaaa",
      severity: "low" as const,
    };

    const [first, second] = placeAll([mild, bad], { head: HEAD, diffRanges: whole });

    expect(first).toMatchObject({
      findings: [{ id: bad.id }],
      placement: { kind: "suggestion", startLine: 2, line: 3 },
    });
    expect(second?.placement).toEqual({
      kind: "comment",
      side: "RIGHT",
      line: other,
      noButton: "its lines meet those of another suggestion",
    });
  });

  it("keeps the buttons of suggestions that are apart", () => {
    const first = repairedBy(HEAD, LINES.with(2, "x\n").join(""), 3);
    const second = { ...repairedBy(HEAD, LINES.with(4, "z\n").join(""), 5), id: "aaaaaaaaaaaa" };

    const placed = placeAll([first, second], { head: HEAD, diffRanges: whole });

    expect(placed.map(({ placement }) => placement.kind)).toEqual(["suggestion", "suggestion"]);
  });

  it("says what the patch repairs where the worst finding is not in the diff but another is", () => {
    const fix = repairedBy(HEAD, LINES.with(0, "x\n").with(9, "y\n").join(""), 1).fix;
    const outside = { ...findingAt(HEAD, 1), fix };
    const inside = { ...findingAt(HEAD, 10), id: "aaaaaaaaaaaa", severity: "low" as const, fix };

    const placed = placeAll([outside, inside], { head: HEAD, diffRanges: [{ startLine: 8, endLine: 12 }] });

    expect(placed).toMatchObject([{ findings: [{}, {}], placement: { kind: "comment", line: 10 } }]);
  });
});

type Case = { head: string; repaired: string; diffRanges: LineRange[] };

function findingAt(head: string, startLine: number, endLine = startLine): Finding {
  const lines = linesOf(head);
  const start = lines.slice(0, startLine - 1).join("").length;
  const end = Math.max(start, lines.slice(0, endLine).join("").trimEnd().length);
  return { ...FINDING, span: spanOf(head, start, end), quote: head.slice(start, end) };
}

function repairedBy(head: string, repaired: string, line: number): Finding & { fix: Fix } {
  return { ...findingAt(head, line), fix: { ...CHECKED_FIX, patch: patchBetween(FINDING.path, head, repaired) } };
}
