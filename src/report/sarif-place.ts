import type { Region, Replacement } from "sarif";
import type { Patch } from "../core/patch.ts";
import { lineStarts, type Span } from "../core/text.ts";

const BOM = "\uFEFF";

/** A path as a relative URI reference, whatever its characters are. */
export function uriOf(path: string): string {
  return path
    .split("/")
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join("/");
}

/** The span as a region. SARIF's columns don't count a byte order mark; ours do. */
export function regionOf({ startLine, startColumn, endLine, endColumn }: Span, source: string | undefined): Region {
  const shift = (line: number) => (line === 1 && source?.startsWith(BOM) ? 1 : 0);
  return {
    startLine,
    startColumn: Math.max(1, startColumn - shift(startLine)),
    endLine,
    endColumn: Math.max(1, endColumn - shift(endLine)),
  };
}

/**
 * The patch as replacements that give exactly its bytes when applied to `source`; undefined when SARIF can't say it
 * (the patch takes away or brings the byte order mark) or the patch is not of this text.
 */
export function replacementsOf(source: string, patch: Patch): Replacement[] | undefined {
  const starts = lineStarts(source);
  const replacements: Replacement[] = [];
  for (const { lines, before, after } of patch.hunks) {
    const start = starts[lines.startLine - 1] ?? source.length;
    if (source.slice(start, start + before.length) !== before) return undefined;
    const mark = start === 0 && source.startsWith(BOM) ? BOM : "";
    if (mark !== "" && before !== "" && !after.startsWith(mark)) return undefined;
    if (mark !== "" && before === "") return undefined;
    replacements.push({
      deletedRegion: regionBetween(source, starts, start + mark.length, start + before.length),
      insertedContent: { text: after.slice(mark.length) },
    });
  }
  return replacements;
}

function regionBetween(source: string, starts: readonly number[], start: number, end: number): Region {
  const [startLine, startColumn] = placeOf(source, starts, start);
  const [endLine, endColumn] = placeOf(source, starts, end);
  return { startLine, startColumn, endLine, endColumn };
}

/** Line and column of a line's start, or of the end of the text: that is behind the last character, be it a line end. */
function placeOf(source: string, starts: readonly number[], offset: number): [line: number, column: number] {
  let line = starts.findLastIndex((start) => start <= offset) + 1;
  if (offset === source.length && line > 1 && starts[line - 1] === offset) line--;
  const mark = line === 1 && source.startsWith(BOM) ? 1 : 0;
  return [line, offset - (starts[line - 1] ?? 0) + 1 - mark];
}
