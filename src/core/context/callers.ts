import type { Definition } from "../analysis.ts";
import { contains, overlaps } from "../text.ts";
import type { Unit } from "../unit.ts";
import { pieceAround, pieceOf, type Piece } from "./piece.ts";
import type { OutlinedFile } from "./surroundings.ts";
import { firstName, isTelling, lastName } from "./words.ts";

const CALLERS_A_FILE = 3;

/** The name under which others know the unit; undefined for top-level code and inline handlers. */
export function nameOf(unit: Unit): string | undefined {
  if (unit.kind !== "function" && unit.kind !== "method" && unit.kind !== "class") return undefined;
  return /([A-Za-z_$][\w$]*)$/.exec(unit.name)?.[1];
}

/** Who calls the unit, in these files. Outside of its own file only a telling name counts. */
export function callersIn(files: readonly OutlinedFile[], unit: Unit): Piece[] {
  const name = nameOf(unit);
  if (!name) return [];
  return files.flatMap((file) => {
    const isOwn = file.path === unit.path;
    if (!isOwn && !isTelling(name) && !imports(file, name)) return [];
    const calls = file.outline.calls.filter(
      ({ callee, span }) => lastName(callee) === name && !(isOwn && overlaps(span, unit.lines)),
    );
    return calls.slice(0, CALLERS_A_FILE).map(({ callee, span }) => {
      const caller = around(file, span.startLine);
      const worth = (isOwn ? 58 : 52) + (firstName(callee) === undefined || isOwn ? 2 : 0);
      if (caller)
        return pieceAround(file, caller, span.startLine, "caller", `${caller.qualifiedName} calls ${name}`, worth);
      const lines = {
        startLine: Math.max(1, span.startLine - 2),
        endLine: Math.min(file.lines.length, span.endLine + 2),
      };
      return pieceOf(file, lines, "caller", `top level of ${file.path} calls ${name}`, worth - 4, 12);
    });
  });
}

function imports(file: OutlinedFile, name: string): boolean {
  return file.outline.imports.some(({ names }) => names.includes(name));
}

/** The outermost function that holds a line. */
function around(file: OutlinedFile, line: number): Definition | undefined {
  return file.outline.definitions.find(
    ({ kind, span }) =>
      (kind === "function" || kind === "method") && contains(span, { startLine: line, endLine: line }),
  );
}
