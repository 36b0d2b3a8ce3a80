import type { SgNode } from "../parse.ts";
import type { Piece } from "./python-pieces.ts";

/**
 * A piece of a text under construction: characters as they stand in the source (escapes included), or a value; `verb` is
 * the letter that formats it, where the language names one.
 */
export type TextPart = { fixed: string } | { value: SgNode; fixed?: undefined; verb?: string };

/** Longer texts are taken apart by nobody: nesting goes as deep as a text is long, and its author may mean harm. */
export const LONGEST_TEXT = 8000;

/** All fixed characters of the pieces. */
export function fixedText(parts: readonly TextPart[]): string {
  return parts.map((part) => part.fixed ?? "").join("");
}

/** The same as pieces of one literal. */
export function piecesOf(parts: readonly TextPart[]): Piece[] {
  return parts.map((part) =>
    part.fixed === undefined
      ? { kind: "value", text: part.value.text(), node: part.value, part: 0 }
      : { kind: "text", text: part.fixed, part: 0 },
  );
}
