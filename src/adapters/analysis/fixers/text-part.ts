import type { SgNode } from "../parse.ts";
import type { Piece } from "./python-pieces.ts";

/**
 * A piece of a text under construction: characters as they stand in the source (escapes included), or a value; `verb` is
 * the letter that formats it, where the language names one.
 */
export type TextPart = { fixed: string } | { value: SgNode; fixed?: undefined; verb?: string };

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
