import { createHash } from "node:crypto";
import { linesOf } from "./text.ts";

/**
 * Sixteen hexadecimal digits of a unit's code: equal where only blank lines, ends of lines or the depth of the whole differ. How deep its
 * lines stand among each other counts: in Python, that is what a check guards.
 */
export function unitDigest(code: string): string {
  const lines = linesOf(code)
    .map((line) => line.trimEnd())
    .filter(Boolean);
  const depth = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  const folded = lines.map((line) => line.slice(depth)).join("\n");
  return createHash("sha256").update(folded).digest("hex").slice(0, 16);
}
