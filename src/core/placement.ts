import type { ChangedFile } from "./change.ts";
import type { Finding, Fix } from "./finding.ts";
import { applyPatch, type Patch } from "./patch.ts";
import { patchDigest } from "./patch-digest.ts";
import { applySuggestion, suggestionOf } from "./suggestion.ts";
import { contains, overlaps, type LineRange } from "./text.ts";
import { severityRank } from "./weakness.ts";

/** Lines that a comment stands at: `line` is the last, `startLine` (only where smaller) the first, both in one hunk of the host's diff. */
export type Anchor = { side: "RIGHT" | "LEFT"; line: number; startLine?: number };

/** Where a finding is said. */
export type Placement =
  /** With a button: these lines of the head become exactly `replacement`, line ends included. */
  | ({ kind: "suggestion"; replacement: string } & Anchor & { side: "RIGHT" })
  /**
   * Without one; `noButton` says why, for people, where a checked fix can't be one. On the left it stands at lines of the base that the
   * change took away (`Finding.removed`): what stood there kept the weakness from the finding's own lines, which are elsewhere.
   */
  | ({ kind: "comment"; noButton?: string } & Anchor)
  | { kind: "outside"; reason: string };

/** One comment: a finding, and the others that the same patch repairs, worst first. */
export type PlacedFindings = { findings: [Finding, ...Finding[]]; placement: Placement };

export type PlacementOptions = {
  /** The guard against secrets: lines that it would change can't be a button, because they must go out byte for byte. */
  scrub?: (text: string, path?: string) => string;
};

type PlacedFile = Pick<ChangedFile, "head" | "diffRanges" | "removedRanges">;

/** A comment on more lines than this shows more code than it explains: it stands at the first one. */
const MOST_COMMENT_LINES = 12;

/** Where one finding is said, as if it were alone in its file. */
export function placeFinding(finding: Finding, file: PlacedFile, { scrub }: PlacementOptions = {}): Placement {
  const { diffRanges: ranges = [], removedRanges = [] } = file;
  if (ranges.length + removedRanges.length === 0)
    return { kind: "outside", reason: "GitHub shows no diff of this file" };
  const { fix } = finding;
  const button = fix?.reached === "L3" ? buttonOf(fix, file.head, ranges, finding.path, scrub) : undefined;
  if (button && "replacement" in button) return button;
  const anchor = commentAnchor(finding, file);
  if (anchor) return { kind: "comment", ...anchor, ...button };
  return { kind: "outside", reason: "its lines are not part of the diff" };
}

/**
 * Where the findings of one file are said: those of one patch in one comment, and of suggestions that overlap or touch only the worst
 * finding's is a button, since their patches were not checked together. Worst first.
 */
export function placeAll(
  findings: readonly Finding[],
  file: PlacedFile,
  options: PlacementOptions = {},
): PlacedFindings[] {
  const worstFirst = findings.toSorted(
    (a, b) => severityRank(b.severity) - severityRank(a.severity) || a.span.start - b.span.start,
  );
  const groups = Map.groupBy(worstFirst, ({ id, fix }) => (fix?.reached === "L3" ? patchDigest(fix.patch) : id));
  const taken: LineRange[] = [];
  return [...groups.values()].flatMap((group): PlacedFindings[] => {
    const [worst, ...others] = group;
    if (!worst) return [];
    const all: PlacedFindings["findings"] = [worst, ...others];
    const placement = all
      .map((finding) => placeFinding(finding, file, options))
      .reduce((best, next) => (best.kind === "outside" ? next : best));
    if (placement.kind !== "suggestion") return [{ findings: all, placement }];
    const lines = linesOfAnchor(placement);
    if (!taken.some((other) => overlaps({ startLine: other.startLine - 1, endLine: other.endLine + 1 }, lines))) {
      taken.push(lines);
      return [{ findings: all, placement }];
    }
    const { side, line, startLine } = placement;
    const own = all.map((finding) => commentAnchor(finding, file)).find((anchor) => anchor !== undefined);
    const anchor = own ?? { side, line, ...(startLine === undefined ? {} : { startLine }) };
    return [
      {
        findings: all,
        placement: { kind: "comment", ...anchor, noButton: "its lines meet those of another suggestion" },
      },
    ];
  });
}

export function linesOfAnchor({ line, startLine = line }: Anchor): LineRange {
  return { startLine, endLine: line };
}

/** At the finding's own lines where the diff shows them, else at those whose removal brought it. */
function commentAnchor({ span, removed }: Finding, file: PlacedFile): Anchor | undefined {
  const own = anchorOf(span, file.diffRanges ?? []);
  if (own) return { side: "RIGHT", ...own };
  const taken = removed && removedAnchor(removed, file.removedRanges ?? []);
  return taken && { side: "LEFT", ...taken };
}

/**
 * Where one run of removed lines shows these. Among equal lines two diffs may call different ones removed: then it is a run that begins or
 * ends within their own length of them.
 */
function removedAnchor(lines: LineRange, runs: readonly LineRange[]): Omit<Anchor, "side"> | undefined {
  const exact = anchorOf(lines, runs);
  if (exact) return exact;
  const length = lines.endLine - lines.startLine + 1;
  const around = { startLine: lines.startLine - length, endLine: lines.endLine + length };
  const near = runs.find((run) => overlaps(run, around));
  return near && anchorOf(near, runs);
}

/** The part of these lines that lies in one hunk: the hunk of their first line, else the first one that they meet. */
function anchorOf(lines: LineRange, ranges: readonly LineRange[]): Omit<Anchor, "side"> | undefined {
  const first = { startLine: lines.startLine, endLine: lines.startLine };
  const range = ranges.find((one) => contains(one, first)) ?? ranges.find((one) => overlaps(one, lines));
  if (!range) return undefined;
  const startLine = Math.max(range.startLine, lines.startLine);
  const endLine = Math.min(range.endLine, lines.endLine);
  return endLine === startLine || endLine - startLine >= MOST_COMMENT_LINES
    ? { line: startLine }
    : { line: endLine, startLine };
}

/** The fix as a button, or why it can't be one. */
function buttonOf(
  fix: Fix,
  head: string,
  ranges: readonly LineRange[],
  path: string,
  scrub: PlacementOptions["scrub"],
): Extract<Placement, { kind: "suggestion" }> | { noButton: string } {
  const suggestion = suggestionOf(head, fix.patch, ranges);
  if ("reason" in suggestion) return { noButton: suggestion.reason };
  const { lines, replacement } = suggestion;
  if (scrub && scrub(replacement, path) !== replacement) return { noButton: "its lines hold a secret value" };
  if (!holds(head, fix.patch, suggestion)) return { noButton: "GitHub would not write exactly these bytes" };
  return {
    kind: "suggestion",
    side: "RIGHT",
    line: lines.endLine,
    ...(lines.startLine < lines.endLine ? { startLine: lines.startLine } : {}),
    replacement,
  };
}

/** The last word: pressing the button gives the text that was checked. */
function holds(head: string, patch: Patch, suggestion: { lines: LineRange; replacement: string }): boolean {
  return applySuggestion(head, suggestion) === applyPatch(head, patch);
}
