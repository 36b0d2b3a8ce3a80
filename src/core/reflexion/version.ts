import type { Analysis } from "../analysis.ts";
import { applyEdits, linesOf, lineStarts, type Edit, type LineRange } from "../text.ts";
import type { Unit } from "../unit.ts";
import type { Repair } from "./answers.ts";
import type { UnitCase } from "./case.ts";

/** A `y_t` of the method. `text` is the whole file with it, `lines` say where the unit stands there, `code` is the text of those lines. */
export type Version = {
  text: string;
  lines: LineRange;
  code: string;
  /** Import statements that it adds to the file. */ imports?: readonly string[];
};

/** `y_0`: the unit as its author wrote it. */
export function firstVersion({ unit, file }: UnitCase): Version {
  return { text: file.head, lines: unit.lines, code: unit.code };
}

/** The version that edits of the file's head make. The unit moves with lines added above it and grows with those inside. */
export function versionOfEdits(unit: Unit, head: string, edits: readonly Edit[]): Version {
  const starts = lineStarts(head);
  const unitStart = starts[unit.lines.startLine - 1] ?? head.length;
  const unitEnd = starts[unit.lines.endLine] ?? head.length;
  const addedLines = (which: (edit: Edit) => boolean) =>
    edits
      .filter(which)
      .reduce((sum, edit) => sum + lineBreaks(edit.text) - lineBreaks(head.slice(edit.start, edit.end)), 0);
  const above = addedLines((edit) => edit.end <= unitStart);
  const inside = addedLines((edit) => edit.end > unitStart && edit.start < unitEnd);

  const text = applyEdits(head, edits);
  const lines = { startLine: unit.lines.startLine + above, endLine: unit.lines.endLine + above + inside };
  return {
    text,
    lines,
    code: linesOf(text)
      .slice(lines.startLine - 1, lines.endLine)
      .join(""),
  };
}

/** The version that a model's answer makes: its code in the unit's place, in the file's own line ends and indentation, with its imports where the language wants them. */
export async function versionOfRepair(
  unitCase: UnitCase,
  repair: Repair,
  analysis: Analysis,
  signal?: AbortSignal,
): Promise<Version> {
  const { unit, file } = unitCase;
  const starts = lineStarts(file.head);
  const place = { start: starts[unit.lines.startLine - 1] ?? 0, end: starts[unit.lines.endLine] ?? file.head.length };
  const edits: Edit[] = [{ ...place, text: inTheFilesManner(repair.code, unit.code) }];
  if (repair.imports.length > 0) {
    const { importEdits } = await analysis.read(
      { path: file.path, language: file.language, text: file.head },
      { importing: repair.imports },
      signal,
    );
    // An import inside the unit itself (a top-level unit that holds the imports) would meet the unit's own edit; the model writes those in its code.
    edits.push(...(importEdits ?? []).filter((edit) => edit.end <= place.start || edit.start >= place.end));
  }
  return { ...versionOfEdits(unit, file.head, edits), imports: repair.imports };
}

/** Models lose the first indentation, carriage returns and the last line end, and add fences. */
function inTheFilesManner(code: string, original: string): string {
  const unfenced = /^\s*```[\w+-]*\n([\s\S]*?)\n?```\s*$/.exec(code)?.[1] ?? code;
  const lines = unfenced
    .replace(/\r\n/g, "\n")
    .replace(/^(?:[ \t]*\n)+/, "")
    .replace(/\s+$/, "")
    .split("\n");
  const missing = missingIndentation(lines, original.split("\n"));
  const lineEnd = original.includes("\r\n") ? "\r\n" : "\n";
  const body = lines.map((line) => (line === "" ? line : missing + line)).join(lineEnd);
  return original.endsWith("\n") ? body + lineEnd : body;
}

/** What the original's first line has before the answer's first line; nothing when the answer is indented as much or differently. */
function missingIndentation(answer: readonly string[], original: readonly string[]): string {
  const wanted = indentation(original.find((line) => line.trim() !== "") ?? "");
  const given = indentation(answer[0] ?? "");
  return wanted.endsWith(given) ? wanted.slice(0, wanted.length - given.length) : "";
}

function indentation(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function lineBreaks(text: string): number {
  return text.split("\n").length - 1;
}
