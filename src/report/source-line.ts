import { displayWidth } from "./display-width.ts";

export const TAB_WIDTH = 4;

/** A line without its ending: LF, and the CR before it. */
export function plainLine(raw: string): string {
  return raw.replace(/\r?\n$/, "");
}

/** How many leading white-space characters all lines (blank ones aside) share: dropped so that deep code fits narrow screens. */
export function commonIndent(lines: readonly string[]): number {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  const first = indents[0] ?? "";
  let shared = first.length;
  for (const indent of indents) {
    while (shared > 0 && indent.slice(0, shared) !== first.slice(0, shared)) shared--;
  }
  return shared;
}

/** Tabs as spaces, by columns from the start of `text`. */
export function expandTabs(text: string): string {
  let expanded = "";
  let column = 0;
  for (const piece of text.split(/(\t)/)) {
    const shown = piece === "\t" ? " ".repeat(TAB_WIDTH - (column % TAB_WIDTH)) : piece;
    expanded += shown;
    column += displayWidth(shown);
  }
  return expanded;
}
