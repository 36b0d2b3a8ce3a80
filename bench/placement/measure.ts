import fc from "fast-check";
import type { FileDiff } from "../../demo/github/git/diff.ts";
import { openWords } from "../../src/report/words.ts";
import { PLACEMENT_CASE, type PlacementCase } from "./cases.ts";
import { diffOfCases, folderOf } from "./git-batch.ts";
import { faultsOf } from "./judge.ts";
import { KINDS, kindsOf, type Kind } from "./kinds.ts";
import { placeCase } from "./place-case.ts";

export type PlacementTotals = {
  cases: number;
  /** Cases of each kind, and how many of them were misplaced, refused or wrong in a byte. */
  kinds: Record<Kind, { cases: number; wrong: number }>;
  findings: number;
  suggestions: number;
  /** Suggestions that repair two findings. */
  joined: number;
  comments: number;
  left: number;
  outside: number;
  skipped: number;
  wrong: Wrong[];
};
export type Wrong = { seed: number; index: number; faults: string[] };

const BATCH = 2000;
const words = openWords({
  ref: { installation: 1, repository: 1, number: 1 },
  secrets: ["placement-benchmark-secret-0123456789abcdef"],
});

/** Cases from a seed, batch by batch; the seed of a batch is the first one's and its number. */
export async function measurePlacement(
  count: number,
  seed: number,
  progress: (done: number, wrong: number) => void = () => {},
): Promise<PlacementTotals> {
  const totals = noTotals();
  for (let done = 0; done < count; done += BATCH) {
    const batchSeed = seed + done / BATCH;
    const cases = fc.sample(PLACEMENT_CASE, { numRuns: Math.min(BATCH, count - done), seed: batchSeed });
    const rows = rowsByFolder(await diffOfCases(cases));
    for (const [index, drawn] of cases.entries()) {
      const row = rows.get(folderOf(index));
      await judge(withGitsBase(drawn, row, cases), row, { seed: batchSeed, index }, totals);
    }
    progress(totals.cases, totals.wrong.length);
  }
  return totals;
}

/** The smallest case that goes wrong as this one does, and how. Each try asks git anew. */
export async function shrink({ seed, index }: Pick<Wrong, "seed" | "index">): Promise<string> {
  const property = fc.asyncProperty(PLACEMENT_CASE, async (one) => {
    const totals = noTotals();
    await judge(one, rowsByFolder(await diffOfCases([one])).get(folderOf(0)), { seed, index }, totals);
    const [wrong] = totals.wrong;
    if (wrong) throw new Error(wrong.faults.join("; "));
  });
  const found = await fc.check(property, { seed, path: String(index), numRuns: 1 });
  return fc.defaultReportMessage(found) ?? "it does not fail alone";
}

async function judge(
  one: PlacementCase,
  row: FileDiff | undefined,
  name: { seed: number; index: number },
  totals: PlacementTotals,
): Promise<void> {
  const placed = await placeCase(one, row);
  const faults = faultsOf(one, row, placed, words);
  totals.cases += 1;
  for (const kind of kindsOf(one, row, placed)) {
    totals.kinds[kind].cases += 1;
    if (faults.length > 0) totals.kinds[kind].wrong += 1;
  }
  if (faults.length > 0) totals.wrong.push({ ...name, faults });
  if ("skipped" in placed) {
    totals.skipped += 1;
    return;
  }
  for (const { findings, placement } of placed.placed) {
    totals.findings += findings.length;
    if (placement.kind === "suggestion") totals.suggestions += 1;
    if (placement.kind === "suggestion" && findings.length > 1) totals.joined += 1;
    if (placement.kind === "comment") totals.comments += 1;
    if (placement.kind === "outside") totals.outside += 1;
    else if (placement.side === "LEFT") totals.left += 1;
  }
}

/** A row of each case: of a file that git does not call renamed the added one, not the removed one. */
function rowsByFolder(rows: readonly FileDiff[]): Map<string, FileDiff> {
  const present = rows.filter(({ status }) => status !== "removed");
  return new Map([...rows, ...present].map((row) => [folderIn(row.path), row]));
}

/** Git may call a new file the renamed one of another case: then that one's old text is its base. */
function withGitsBase(one: PlacementCase, row: FileDiff | undefined, cases: readonly PlacementCase[]): PlacementCase {
  if (row?.previousPath === undefined) return one;
  const from = cases.findIndex((_, index) => folderOf(index) === folderIn(row.previousPath ?? ""));
  return { ...one, base: cases[from]?.base };
}

function folderIn(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

function noTotals(): PlacementTotals {
  const kinds = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, { cases: 0, wrong: 0 }]));
  const counts = { cases: 0, findings: 0, suggestions: 0, joined: 0, comments: 0, left: 0, outside: 0, skipped: 0 };
  return { ...counts, kinds: kinds as PlacementTotals["kinds"], wrong: [] };
}
