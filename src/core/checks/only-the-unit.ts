import type { Outline } from "../analysis.ts";
import { patchBetween } from "../patch.ts";
import { linesOf, lineStarts } from "../text.ts";
import { failed, passed, type Look, type Side, type Verdict } from "./check-types.ts";
import { clipped } from "./multiset.ts";

/** Outside the unit only whole import lines may come or go; everything else is the same bytes. */
export function onlyTheUnit({ before, after, input, language }: Look): Verdict {
  const [above, below] = [
    [around(before).above, around(after).above],
    [around(before).below, around(after).below],
  ] as [[string, string], [string, string]];
  let imports = 0;
  for (const [part, [old, now]] of [
    ["above", above],
    ["below", below],
  ] as const) {
    const [oldShift, newShift] = part === "above" ? [0, 0] : [before.lines.endLine, after.lines.endLine];
    for (const hunk of patchBetween(input.file.path, old, now).hunks) {
      const addedAt = newLineOf(old, now, hunk.lines.startLine);
      const foreign =
        foreignLine(hunk.before, before, hunk.lines.startLine + oldShift, language) ??
        foreignLine(hunk.after, after, addedAt + newShift, language);
      if (foreign !== undefined) return failed(`line outside the unit changed that is no import: ${clipped(foreign)}`);
      imports += 1;
    }
  }
  return passed(imports > 0 ? "only lines of the unit and imports changed" : "only lines of the unit changed");
}

function around(side: Side): { above: string; below: string } {
  return { above: side.text.slice(0, side.start), below: side.text.slice(side.start + side.code.length) };
}

/** Where the text that replaces old line `line` starts in the new text: hunks are walked in order, so lines shift as added. */
function newLineOf(old: string, now: string, line: number): number {
  let shift = 0;
  for (const hunk of patchBetween("", old, now).hunks) {
    if (hunk.lines.startLine >= line) break;
    shift += linesOf(hunk.after).length - linesOf(hunk.before).length;
  }
  return line + shift;
}

/** The first of these lines that is more than an import or empty. `firstLine` counts in the side's whole text. */
function foreignLine(text: string, side: Side, firstLine: number, language: string): string | undefined {
  const imports: Outline["imports"] = side.reading?.outline?.imports ?? [];
  const starts = lineStarts(side.text);
  return linesOf(text).find((line, index) => {
    const start = starts[firstLine - 1 + index] ?? 0;
    let rest = "";
    for (let at = 0; at < line.length; at += 1)
      if (!imports.some((each) => each.span.start <= start + at && start + at < each.span.end)) rest += line[at];
    const bare = rest.replace(/\s|;/g, "");
    return bare !== "" && !(language === "go" && (bare === "import(" || bare === ")" || bare === "import"));
  });
}
