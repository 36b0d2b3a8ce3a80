import type { FileDiff } from "../../demo/github/git/diff.ts";
import { overlaps } from "../../src/core/text.ts";
import type { PlacementCase } from "./cases.ts";
import type { PlacedCase } from "./place-case.ts";

/** Rows of the reliability matrix that a case belongs to, in the words of the page. */
export const KINDS = {
  D1: "all",
  D2: "CRLF, mixed line ends, lone CR, byte order mark",
  D3: "no final line end on a side, or text that says so",
  D4: "tab, form feed, vertical tab, NEL, U+2028, U+2029",
  D5: "renamed, copied, added, deleted, emptied, binary, mode only, quoted path",
  D6: "several hunks, `@@ -1 +1 @@`, an empty side",
  D9: "no-op, delete-only, overlapping and adjacent repairs",
  left: "said at removed lines (LEFT)",
} as const;
export type Kind = keyof typeof KINDS;

export function kindsOf(one: PlacementCase, row: FileDiff | undefined, placed: PlacedCase): Kind[] {
  const texts = [one.base, one.head].flatMap((side) => (side ? [side.bytes.toString()] : []));
  const all = [...texts, ...one.repaired];
  const is: Record<Kind, boolean> = {
    D1: true,
    D2: all.some((text) => /\r|\uFEFF/.test(text)),
    D3: texts.some((text) => (text !== "" && !text.endsWith("\n")) || text.includes("No newline at end of file")),
    D4: all.some((text) => /[\t\f\v\x85\u2028\u2029]/.test(text)),
    D5: isOddFile(one),
    D6: isOddDiff(row?.patch ?? ""),
    D9: isOddRepair(one, placed),
    left:
      "placed" in placed &&
      placed.placed.some(({ placement }) => placement.kind !== "outside" && placement.side === "LEFT"),
  };
  return (Object.keys(KINDS) as Kind[]).filter((kind) => is[kind]);
}

function isOddFile({ base, head }: PlacementCase): boolean {
  if (!base || !head || base.path !== head.path || base.mode !== head.mode) return true;
  return head.bytes.length === 0 || head.bytes.includes(0) || head.path !== "app.py";
}

function isOddDiff(patch: string): boolean {
  const headers = patch.match(/^@@ .*? @@/gm) ?? [];
  return headers.length > 1 || headers.some((header) => /,0 |-\d+ |\+\d+ @@/.test(header));
}

function isOddRepair({ head, repaired }: PlacementCase, placed: PlacedCase): boolean {
  const text = head?.bytes.toString();
  if (repaired.includes(text ?? "")) return true;
  if (!("findings" in placed)) return false;
  const patches = placed.findings.map(({ fix }) => fix?.patch.hunks ?? []);
  const [first = [], second = []] = patches;
  return (
    patches.some((hunks) => hunks.every(({ after }) => after === "")) ||
    first.some(({ lines }) =>
      second.some((other) => overlaps({ startLine: lines.startLine - 1, endLine: lines.endLine + 1 }, other.lines)),
    )
  );
}
