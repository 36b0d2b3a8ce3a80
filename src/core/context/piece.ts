import type { Definition } from "../analysis.ts";
import type { LineRange } from "../text.ts";
import type { ContextItem } from "../unit.ts";
import type { OutlinedFile } from "./surroundings.ts";

/** A piece of context with its worth: higher is read first. */
export type Piece = ContextItem & { worth: number };

/** Longer definitions are cut: what they start with says most. */
const PIECE_LINES = 50;

export function pieceOf(
  file: OutlinedFile,
  lines: LineRange,
  role: ContextItem["role"],
  reason: string,
  worth: number,
  most = PIECE_LINES,
): Piece {
  const shown = { startLine: lines.startLine, endLine: Math.min(lines.endLine, lines.startLine + most - 1) };
  const code = file.lines.slice(shown.startLine - 1, shown.endLine).join("");
  return { role, path: file.path, lines: shown, code, reason, worth };
}

/** A definition whole when it is short, else the lines around one place in it. */
export function pieceAround(
  file: OutlinedFile,
  definition: Definition,
  line: number,
  role: ContextItem["role"],
  reason: string,
  worth: number,
): Piece {
  const { startLine, endLine } = definition.span;
  if (endLine - startLine < PIECE_LINES) return pieceOf(file, definition.span, role, reason, worth);
  const around = { startLine: Math.max(startLine, line - 15), endLine: Math.min(endLine, line + 15) };
  return pieceOf(file, around, role, reason, worth);
}

/** Single lines of a file, in order, as one piece: imports, constants, registrations. */
export function pieceOfLines(
  file: OutlinedFile,
  numbers: readonly number[],
  role: ContextItem["role"],
  reason: string,
  worth: number,
): Piece | undefined {
  const chosen = [...new Set(numbers)].sort((a, b) => a - b).slice(0, PIECE_LINES);
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const code = chosen.map((number) => file.lines[number - 1] ?? "").join("");
  return { role, path: file.path, lines: { startLine: first, endLine: last }, code, reason, worth };
}
