import type { Outline } from "./analysis.ts";
import type { ChangedFile } from "./change.ts";
import { contains, linesOf, overlaps, type LineRange } from "./text.ts";
import type { Unit } from "./unit.ts";
import { isFunction, regionsOf, type Region } from "./unit-regions.ts";
import { clipped, joined, windowsOf } from "./unit-windows.ts";

/** A unit is never longer; a longer function is cut around its changes. */
export const UNIT_LINES = 400;
/** Lines kept around a change where no function bounds it. */
const AROUND_LINES = 20;
/** Lines kept around a change in a function that is too long to be read whole. */
const AROUND_IN_FUNCTION_LINES = 60;

/**
 * The smallest whole pieces of code around what changed, in the file's order.
 *
 * A function or method stands whole; of classes and top-level code a stretch of 20 lines around the change; without an outline the hunks
 * with 20 lines around. They never overlap, every changed line that isn't blank is in exactly one, and where lines were only deleted the unit
 * that lost them is there too, with no changed lines of its own.
 */
export function unitsOf(file: ChangedFile, outline: Outline | undefined): Unit[] {
  const lines = linesOf(file.head);
  if (lines.length === 0) return [];
  const isBlank = (line: number): boolean => (lines[line - 1] ?? "").trim() === "";
  const whole = { startLine: 1, endLine: lines.length };
  const changed = joined(
    file.changedLines
      .filter((range) => overlaps(range, whole))
      .map((range) => clipped(range, whole))
      .sort((a, b) => a.startLine - b.startLine),
  );
  const regions: Region[] = outline ? regionsOf(outline, lines.length) : [{ lines: whole }];
  const marks = [...changed, ...deletions(file, regions, isBlank, lines.length)].sort(
    (a, b) => a.startLine - b.startLine,
  );
  return regions.flatMap((region) =>
    rangesOf(region, marks, outline !== undefined, isBlank)
      .filter((range) => !allBlank(range, isBlank))
      .map((range) => unitOf(file, region, range, changed, lines, outline !== undefined)),
  );
}

function rangesOf(
  { definition, lines }: Region,
  marks: readonly LineRange[],
  isParsed: boolean,
  isBlank: (line: number) => boolean,
): LineRange[] {
  const own = marks.filter((mark) => overlaps(mark, lines));
  if (own.length === 0) return [];
  const isWhole = definition && isFunction(definition);
  if (isWhole && lines.endLine - lines.startLine < UNIT_LINES) return [lines];
  // Blank lines alone are no reason to read what stands around them.
  const marked = isParsed ? own.filter((mark) => !allBlank(clipped(mark, lines), isBlank)) : own;
  return windowsOf(lines, marked, isWhole ? AROUND_IN_FUNCTION_LINES : AROUND_LINES, UNIT_LINES, isBlank);
}

/** One line each where lines were only taken away: in a function if either neighbour is in one, since a check may have stood there. */
function deletions(
  file: ChangedFile,
  regions: readonly Region[],
  isBlank: (line: number) => boolean,
  lineCount: number,
): LineRange[] {
  const marks: LineRange[] = [];
  for (const { head } of file.hunks) {
    if (head.endLine >= head.startLine) continue;
    const neighbours = [head.startLine - 1, head.startLine].filter((line) => line >= 1 && line <= lineCount);
    const inFunctions = neighbours.filter((line) =>
      regions.some(
        ({ definition, lines }) =>
          definition && isFunction(definition) && contains(lines, { startLine: line, endLine: line }),
      ),
    );
    const chosen = inFunctions.length > 0 ? inFunctions : neighbours.filter((line) => !isBlank(line)).slice(0, 1);
    for (const line of chosen) marks.push({ startLine: line, endLine: line });
  }
  return marks;
}

function unitOf(
  file: ChangedFile,
  { definition, lines: region }: Region,
  lines: LineRange,
  changed: readonly LineRange[],
  text: readonly string[],
  isParsed: boolean,
): Unit {
  const changedLines = changed.filter((range) => overlaps(range, lines)).map((range) => clipped(range, lines));
  const seen = changedLines.length > 0 ? changedLines : [lines];
  const provenance = file.provenance.filter(
    (sign) => !sign.lines || sign.lines.some((range) => seen.some((own) => overlaps(range, own))),
  );
  const isCut = definition && isFunction(definition) && !contains(lines, region);
  return {
    path: file.path,
    language: file.language,
    kind: kindOf(definition, isParsed),
    name: definition?.qualifiedName ?? (isParsed ? "top level" : `lines ${lines.startLine}-${lines.endLine}`),
    lines,
    code: text.slice(lines.startLine - 1, lines.endLine).join(""),
    changedLines,
    provenance,
    ...(isCut && {
      note: `lines ${lines.startLine}-${lines.endLine} of a function of lines ${region.startLine}-${region.endLine}; the rest is left out`,
    }),
  };
}

function kindOf(definition: Region["definition"], isParsed: boolean): Unit["kind"] {
  if (!isParsed) return "hunk";
  if (!definition) return "top-level";
  return definition.kind === "type" ? "class" : definition.kind;
}

function allBlank(range: LineRange, isBlank: (line: number) => boolean): boolean {
  for (let line = range.startLine; line <= range.endLine; line++) if (!isBlank(line)) return false;
  return true;
}
