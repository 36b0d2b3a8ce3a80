import { createHash } from "node:crypto";
import { hunksBetween } from "../../diff-hunks.ts";
import { linesOf, type LineRange } from "../../text.ts";

/**
 * Lines of a text that an earlier review had not seen as they are: they differ from the text of that head, or they were no part of the
 * change then, since its base was another: `baseThen` is its text, where it differs from today's. Where lines were only taken away both
 * neighbours are touched.
 */
export function touchedLines(now: string, then: string, baseThen?: string): LineRange[] {
  const count = linesOf(now).length;
  const touched = now === then ? [] : hunksBetween(then, now).map(({ head }) => withNeighbours(head, count));
  return baseThen === undefined ? touched : [...touched, ...unchangedThen(now, then, baseThen)];
}

function withNeighbours({ startLine, endLine }: LineRange, count: number): LineRange {
  if (endLine >= startLine) return { startLine, endLine };
  return { startLine: Math.max(1, startLine - 1), endLine: Math.min(count, startLine) };
}

/** Lines that stood at the earlier head already, but that its review took for the base's: nobody has judged them. */
function unchangedThen(now: string, then: string, baseThen: string): LineRange[] {
  const judged = new Set<number>();
  for (const { head } of hunksBetween(baseThen, then))
    for (let line = head.startLine; line <= head.endLine; line++) judged.add(line);
  const moves = hunksBetween(then, now);
  const unjudged: LineRange[] = [];
  let [passed, shift] = [0, 0];
  for (let line = 1, count = linesOf(now).length; line <= count; line++) {
    for (let next = moves[passed]; next && next.head.endLine < line; next = moves[++passed])
      shift = next.base.endLine - next.head.endLine;
    if (judged.has(line + shift)) continue;
    const last = unjudged.at(-1);
    if (last?.endLine === line - 1) last.endLine = line;
    else unjudged.push({ startLine: line, endLine: line });
  }
  return unjudged;
}

/** Git's name of these bytes: equal names are equal texts. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
