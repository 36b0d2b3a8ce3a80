import type { Patch } from "../core/patch.ts";
import { linesOf } from "../core/text.ts";
import { expandTabs, plainLine } from "./source-line.ts";

/** A patch as the lines of a diff without context, for a fenced block; several hunks say where each begins. */
export function diffLines({ hunks }: Patch): string[] {
  return hunks.flatMap(({ lines, before, after }) => {
    const signed = (sign: string, text: string) =>
      linesOf(text).map((line) => `${sign} ${expandTabs(plainLine(line))}`.trimEnd());
    return [
      ...(hunks.length > 1 ? [`@@ line ${lines.startLine} @@`] : []),
      ...signed("-", before),
      ...signed("+", after),
    ];
  });
}
