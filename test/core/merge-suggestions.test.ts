import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openAnalysis } from "../../src/adapters/analysis/process.ts";
import { AnalysisError, type Analysis } from "../../src/core/analysis.ts";
import type { ChangedFile } from "../../src/core/change.ts";
import type { Finding } from "../../src/core/finding.ts";
import { DEFAULT_LIMITS } from "../../src/core/limits.ts";
import { mergeSuggestions } from "../../src/core/merge-suggestions.ts";
import { patchBetween } from "../../src/core/patch.ts";
import { linesOfAnchor, placeAll, type PlacedFindings } from "../../src/core/placement.ts";
import { openRedactor } from "../../src/core/redaction.ts";
import { reviewChange } from "../../src/core/review-change.ts";
import { applySuggestion } from "../../src/core/suggestion.ts";
import { linesOf } from "../../src/core/text.ts";
import { budgetOf, changedFile, changeOf } from "../fakes.ts";
import { CHECKED_FIX, FINDING } from "../report/sample-review.ts";

const analysis = openAnalysis({ rulesFolder: join(import.meta.dirname, "../../knowledge/rules") });
afterAll(() => analysis.close());

const QUERY = `"SELECT * FROM users WHERE name = '%s'" % name`;
const BOUND = `"SELECT * FROM users WHERE name = ?", (name,)`;
const RUN = `"ping -c 1 " + name, shell=True`;
const RUN_PLAIN = `["ping", "-c", "1", name]`;

/** Two weaknesses in lines that touch. */
const TOUCHING = `import sqlite3
import subprocess


def find(name, db):
    db.execute(${QUERY})
    subprocess.run(${RUN})
`;

/** Two in one line. */
const SHARED = `import sqlite3
import subprocess


def find(name, db):
    return db.execute(${QUERY}), subprocess.run(${RUN})
`;

describe("buttons of one file that meet", () => {
  it.each([
    ["touch", TOUCHING],
    ["share a line", SHARED],
  ])("become one that repairs both where their lines %s", async (_, head) => {
    const file = added(head);
    const findings = await found(file);

    const placed = placeAll(await mergeSuggestions(findings, file, analysis), file);

    expect(placed).toHaveLength(1);
    expect(placed[0]?.findings).toHaveLength(2);
    expect(pressed(placed[0], head)).toBe(head.replace(QUERY, BOUND).replace(RUN, RUN_PLAIN));
    expect(placed[0]?.findings[0].fix).toMatchObject({
      reached: "L3",
      repairs: expect.arrayContaining(findings.map(({ id }) => id)),
      title: expect.stringContaining(" and "),
      checks: expect.arrayContaining([expect.objectContaining({ name: "the fixes hold together", outcome: "passed" })]),
    });
  });

  it("stay the worst's alone where the joined one would be too long", async () => {
    const lines = Array.from({ length: 80 }, (_, at) => `x_${at} = ${at}\n`);
    const head = lines.join("");
    const repaired = (id: string, ...changed: number[]): Finding => {
      const after = lines.map((line, at) => (changed.includes(at + 1) ? `y${line}` : line)).join("");
      return { ...FINDING, id, fix: { ...CHECKED_FIX, patch: patchBetween("app.py", head, after) } };
    };
    const findings = [repaired("aaaaaaaaaaaa", 2, 30), repaired("bbbbbbbbbbbb", 28, 60)];

    expect(await mergeSuggestions(findings, added(head), analysis)).toEqual(findings);
  });

  it.each<[string, Analysis]>([
    ["something new is reported of the joined text", withAlert("new")],
    ["one of the weaknesses is still reported", withAlert("old")],
    ["the joined text can't be analysed", { ...analysis, read: () => Promise.reject(new AnalysisError("too large")) }],
  ])("stay the worst's alone where %s", async (_, doubting) => {
    const file = added(TOUCHING);
    const findings = await found(file);

    const placed = placeAll(await mergeSuggestions(findings, file, doubting), file);

    expect(placed.map(({ placement }) => placement.kind)).toEqual(["suggestion", "comment"]);
    expect(placed[1]?.placement).toMatchObject({ noButton: "its lines meet those of another suggestion" });
  });

  it("stay the worst's alone where only a model examined one of them", async () => {
    const file = added(TOUCHING);
    const [first, second] = await found(file);
    const doubtful = { ...second!, fix: { ...second!.fix!, examinedByModelOnly: true } };

    const placed = placeAll(await mergeSuggestions([first!, doubtful], file, analysis), file);

    expect(placed.map(({ placement }) => placement.kind)).toEqual(["suggestion", "comment"]);
  });

  it("stay as they are where they do not meet", async () => {
    const file = added(TOUCHING.replace("    subprocess", "\n    print(1)\n\n    subprocess"));
    const findings = await found(file);

    expect(await mergeSuggestions(findings, file, analysis)).toEqual(findings);
    expect(placeAll(findings, file).map(({ placement }) => placement.kind)).toEqual(["suggestion", "suggestion"]);
  });
});

describe("fixes that need the same import, far from each other in a new file", () => {
  const IMPORTING = `"""Opens what the service needs."""


def store(user):
    return connect(user=user, password="k3yb0ard-c4t-42")


def mail(user):
    return connect(user=user, password="br1ght-b1rd-17x")
`;

  it("are one button that brings the import once", async () => {
    const file = added(IMPORTING);
    const findings = await found(file);

    const placed = placeAll(await mergeSuggestions(findings, file, analysis), file);

    expect(placed.map(({ placement }) => placement.kind)).toEqual(["suggestion"]);
    const text = pressed(placed[0], IMPORTING);
    expect(text.match(/^import os$/gm)).toHaveLength(1);
    expect(text.match(/os\.environ/g)).toHaveLength(2);
  });
});

/** A new file as the host shows it: all of it in one hunk. */
function added(head: string): ChangedFile {
  return { ...changedFile("app.py", head), diffRanges: [{ startLine: 1, endLine: linesOf(head).length }] };
}

async function found(file: ChangedFile): Promise<Finding[]> {
  const { findings } = await reviewChange(changeOf([file]), {
    analysis,
    all: false,
    onlyAi: false,
    explain: false,
    redactor: openRedactor(),
    budget: budgetOf(),
    limits: DEFAULT_LIMITS,
    concurrency: 1,
    random: () => 0,
    progress: () => {},
  });
  expect(findings.map(({ fix }) => fix?.reached)).toEqual(["L3", "L3"]);
  return findings;
}

function pressed(placed: PlacedFindings | undefined, head: string): string {
  if (placed?.placement.kind !== "suggestion") throw new Error("no button");
  return applySuggestion(head, {
    lines: linesOfAnchor(placed.placement),
    replacement: placed.placement.replacement,
  });
}

/** An analysis that reports something of every text but the first: another thing, or what was there before. */
function withAlert(which: "new" | "old"): Analysis {
  let first: Awaited<ReturnType<Analysis["read"]>> | undefined;
  return {
    ...analysis,
    async read(source, wanted, signal) {
      const reading = await analysis.read(source, wanted, signal);
      if (!first) return (first = reading);
      const [old] = first.alerts ?? [];
      const extra = old ? [which === "old" ? old : { ...old, sink: "another" }] : [];
      return { ...reading, alerts: [...(reading.alerts ?? []), ...extra] };
    },
  };
}
