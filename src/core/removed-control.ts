import { AnalysisError, type Alert, type Analysis } from "./analysis.ts";
import type { ChangedFile, Hunk } from "./change.ts";
import { tokensOf } from "./checks/tokens.ts";
import type { Defect } from "./finding.ts";
import { linesOf, overlaps, textOfLines, type LineRange } from "./text.ts";
import type { Unit } from "./unit.ts";

/** Hunks of one unit that are put back to see what follows; each costs one look by the analysers. */
const MOST_HUNKS = 6;

type Case = { unit: Pick<Unit, "lines" | "changedLines">; file: ChangedFile; alerts: readonly Alert[] };

/**
 * The lines of the base whose removal brought a defect to lines that the change did not touch: the control that stood there.
 *
 * Where a rule claims it this is tried out: with those lines back in their place the rule falls silent. What only a model or another tool
 * claims can't be tried; there it is code that was taken away in this unit and that nothing took the place of.
 */
export async function removedControl(
  defect: Pick<Defect, "span" | "claimedBy">,
  { unit, file, alerts }: Case,
  analysis: Analysis,
  signal?: AbortSignal,
): Promise<LineRange | undefined> {
  const { base } = file;
  if (base === undefined || unit.changedLines.some((range) => overlaps(range, defect.span))) return undefined;
  const taken = file.hunks
    .filter((hunk) => isWithin(hunk, unit.lines) && holdsCode(textOfLines(base, hunk.base), file))
    .toSorted((a, b) => distance(a, defect.span) - distance(b, defect.span));
  const alert = alerts.find(
    ({ ruleId, span }) =>
      overlaps(span, defect.span) && defect.claimedBy.some((by) => by.kind === "rule" && by.id === ruleId),
  );
  const found = alert
    ? await curing(taken.slice(0, MOST_HUNKS), alert, { file, base, alerts }, analysis, signal)
    : taken.find(({ head }) => head.endLine < head.startLine);
  return found && withoutBlankEnds(found.base, base);
}

/** The first hunk that silences the rule when it is taken back; where only all of them together do, the first. */
async function curing(
  hunks: readonly Hunk[],
  alert: Alert,
  { file, base, alerts }: { file: ChangedFile; base: string; alerts: readonly Alert[] },
  analysis: Analysis,
  signal: AbortSignal | undefined,
): Promise<Hunk | undefined> {
  const isSame = (other: Alert): boolean => other.ruleId === alert.ruleId && other.quote === alert.quote;
  const before = alerts.filter(isSame).length;
  const tries = [...hunks.map((hunk) => [hunk]), ...(hunks.length > 1 ? [hunks] : [])];
  for (const back of tries) {
    const text = withHunksBack(file.head, base, back);
    try {
      const reading = await analysis.read(
        { path: file.path, language: file.language, text },
        { alerts: "all" },
        signal,
      );
      if ((reading.alerts ?? []).filter(isSame).length < before) return back[0];
    } catch (error) {
      if (!(error instanceof AnalysisError)) throw error;
    }
  }
  return undefined;
}

function withHunksBack(head: string, base: string, hunks: readonly Hunk[]): string {
  const lines = linesOf(head);
  for (const { head: now, base: then } of hunks.toSorted((a, b) => b.head.startLine - a.head.startLine))
    lines.splice(now.startLine - 1, now.endLine - now.startLine + 1, ...linesOf(textOfLines(base, then)));
  return lines.join("");
}

/** Is the hunk about these lines? Lines that are gone stood between two lines of the head: either may be meant. */
export function isWithin({ head }: Hunk, lines: LineRange): boolean {
  if (head.endLine >= head.startLine) return overlaps(head, lines);
  return lines.startLine <= head.startLine && head.startLine <= lines.endLine + 1;
}

function holdsCode(text: string, { language }: ChangedFile): boolean {
  return tokensOf(text, language).some(({ kind, text: token }) => kind !== "comment" && token.trim() !== "");
}

/** What guards a line stands above it, mostly right above. */
function distance({ head }: Hunk, { startLine }: LineRange): number {
  return head.startLine <= startLine ? startLine - head.startLine : 10_000 + head.startLine - startLine;
}

function withoutBlankEnds({ startLine, endLine }: LineRange, base: string): LineRange {
  const lines = linesOf(textOfLines(base, { startLine, endLine })).map((line) => line.trim() !== "");
  return { startLine: startLine + lines.indexOf(true), endLine: startLine + lines.lastIndexOf(true) };
}
