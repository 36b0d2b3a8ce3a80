import type { FileDiff } from "../../demo/github/git/diff.ts";
import { changedFile, isUnread } from "../../src/adapters/host/changed-file.ts";
import { patchRanges } from "../../src/adapters/host/patch-ranges.ts";
import type { Alert, Analysis } from "../../src/core/analysis.ts";
import type { ChangedFile } from "../../src/core/change.ts";
import type { Finding } from "../../src/core/finding.ts";
import { mergeSuggestions } from "../../src/core/merge-suggestions.ts";
import { patchBetween } from "../../src/core/patch.ts";
import { placeAll, type PlacedFindings } from "../../src/core/placement.ts";
import { linesOf, overlaps, spanOf, type LineRange } from "../../src/core/text.ts";
import type { PlacementCase } from "./cases.ts";

/** The findings as they were before any were joined, and the placements as they would be posted. */
export type PlacedFile = { findings: Finding[]; placed: PlacedFindings[] };
/** What our side makes of a case: placements, or why the file is not read. */
export type PlacedCase = { skipped: string } | PlacedFile;

/** From GitHub's row and both sides' bytes to placements, by the product's own steps. */
export async function placeCase(one: PlacementCase, row: FileDiff | undefined): Promise<PlacedCase> {
  if (!one.head || row?.status === "removed") return { skipped: "deleted" };
  if (!row) return { skipped: "nothing changed" };
  const { path, previousPath, status, patch } = row;
  const read = changedFile({
    path,
    previousPath,
    status: status === "added" || status === "renamed" ? status : "modified",
    head: one.head.bytes,
    base: status === "added" ? undefined : one.base?.bytes,
  });
  if (isUnread(read)) return { skipped: read.reason };
  const ranges = patch === undefined ? undefined : patchRanges(patch);
  const file: ChangedFile = {
    ...read,
    ...(ranges && { diffRanges: ranges.head, removedRanges: ranges.deleted }),
  };
  return placeInFile(one, file);
}

export async function placeInFile(one: PlacementCase, file: ChangedFile): Promise<PlacedFile> {
  const findings = findingsOf(one, file);
  const joined = await mergeSuggestions(findings, file, seeing(findings, file));
  return { findings, placed: placeAll(joined, file) };
}

function findingsOf({ repaired, stands }: PlacementCase, file: ChangedFile): Finding[] {
  const lines = linesOf(file.head);
  return repaired.map((text, index): Finding => {
    const patch = patchBetween(file.path, file.head, text);
    const { at, more } = stands[index] ?? { at: 0, more: 0 };
    // Half of the findings stand where their fix begins, as most do.
    const wanted = at < 0.5 ? patch.hunks[0]?.lines.startLine : Math.ceil((at - 0.5) * 2 * lines.length);
    const startLine = Math.min(Math.max(1, wanted ?? 1), Math.max(1, lines.length));
    const endLine = Math.min(startLine + more, Math.max(1, lines.length));
    const start = lines.slice(0, startLine - 1).join("").length;
    const end = Math.max(start, lines.slice(0, endLine).join("").trimEnd().length);
    const span = spanOf(file.head, start, end);
    const removed = removedBefore(span, file);
    return {
      id: `${index}`.padStart(12, "a"),
      path: file.path,
      symbol: "f",
      weakness: "CWE-89",
      severity: index === 0 ? "high" : "medium",
      confidence: 1,
      title: "A weakness",
      reason: "It matters here.",
      span,
      quote: file.head.slice(start, end),
      sink: `sink${index}`,
      claimedBy: [{ kind: "rule", id: `rule${index}` }],
      origin: "introduced",
      provenance: [],
      ...(removed && { removed }),
      advice: "",
      citations: [],
      fix: {
        patch,
        checks: [],
        reached: "L3",
        title: "repairs it",
        madeBy: { kind: "rule", id: `rule${index}` },
        examinedByModelOnly: false,
        repairs: [],
      },
    };
  });
}

/** The nearest lines that the change took away, where the finding's own were not changed. */
function removedBefore(span: LineRange, { base, hunks, changedLines }: ChangedFile): LineRange | undefined {
  if (base === undefined || changedLines.some((lines) => overlaps(lines, span))) return undefined;
  const taken = hunks.filter((hunk) => hunk.base.endLine >= hunk.base.startLine);
  const nearest = taken.toSorted(
    (a, b) => Math.abs(a.head.startLine - span.startLine) - Math.abs(b.head.startLine - span.startLine),
  )[0];
  return nearest?.base;
}

/** Analysers that report every finding of the head and nothing of any other text, so that all that bytes allow is joined. */
function seeing(findings: readonly Finding[], { head }: ChangedFile): Analysis {
  const alerts = findings.map(({ weakness, severity, span, quote, sink, claimedBy }): Alert => ({
    ruleId: claimedBy[0]?.kind === "rule" ? claimedBy[0].id : "",
    weakness,
    severity,
    tier: "speaks",
    message: "",
    span,
    quote,
    sink,
    fixes: [],
  }));
  return {
    read: async ({ text }) => ({ diagnostics: [], alerts: text === head ? alerts : [] }),
    rules: async () => [],
    close: async () => {},
  };
}
