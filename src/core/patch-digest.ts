import { createHash } from "node:crypto";
import type { Patch } from "./patch.ts";

/** Sixteen hexadecimal digits of a patch's path and hunks: the same digest means the same bytes at the same lines. */
export function patchDigest({ path, hunks }: Patch): string {
  const parts = hunks.map(({ lines, before, after }) => [lines.startLine, lines.endLine, before, after]);
  return createHash("sha256")
    .update(JSON.stringify([path, parts]))
    .digest("hex")
    .slice(0, 16);
}
