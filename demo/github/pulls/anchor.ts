import type { FileDiff } from "../git/diff.ts";
import { holdsLine, readHunks, type Hunk } from "../git/hunks.ts";
import type { Anchor } from "./review-comment.ts";

/** What is wrong with an anchor: fields as GitHub names them, so that each operation can say it in its own words. */
export type AnchorFault = "path" | "line" | "start_line" | "order";

export type Placed = { diffHunk: string; position: number };

/** Where the anchor stands in a diff, or everything that is wrong with it. */
export function placeAnchor(files: readonly FileDiff[], anchor: Anchor): Placed | { faults: AnchorFault[] } {
  const file = files.find((file) => file.path === anchor.path);
  if (!file) return { faults: ["path"] };
  const hunks = file.patch === undefined ? [] : readHunks(file.patch);
  const { line, side, startLine } = anchor;
  const startSide = anchor.startSide ?? side;
  const hunk = hunks.find((hunk) => holdsLine(hunk, line, side));
  const faults: AnchorFault[] = [];
  if (!hunk) faults.push("line");
  if (startLine !== undefined) {
    if (startSide === side && startLine >= line) faults.push("order");
    else if (!hunk || !holdsLine(hunk, startLine, startSide)) faults.push("start_line");
  }
  if (!hunk || faults.length > 0) return { faults };
  return { diffHunk: hunkUpTo(hunk, anchor), position: positionOf(hunks, hunk, anchor) };
}

const stands = (anchor: Anchor) => (one: Hunk["lines"][number]) =>
  (anchor.side === "LEFT" ? one.oldLine : one.newLine) === anchor.line;

/** The hunk as GitHub stores it with a comment: it ends at the comment's line. */
function hunkUpTo(hunk: Hunk, anchor: Anchor): string {
  const end = hunk.lines.findIndex(stands(anchor));
  return [hunk.header, ...hunk.lines.slice(0, end + 1).map((line) => line.text)].join("\n");
}

/** Lines from the file's first `@@` down, headers of later hunks counted. */
function positionOf(hunks: readonly Hunk[], hunk: Hunk, anchor: Anchor): number {
  let position = 0;
  for (const one of hunks) {
    if (one === hunk) return position + one.lines.findIndex(stands(anchor)) + 1;
    position += one.lines.length + 1;
  }
  return position;
}

/** The anchor of a `position`, GitHub's older way to say where. */
export function anchorOfPosition(files: readonly FileDiff[], path: string, position: number): Anchor | undefined {
  const hunks = readHunks(files.find((file) => file.path === path)?.patch ?? "");
  const rows = hunks.flatMap((hunk, index) => [...(index > 0 ? [undefined] : []), ...hunk.lines]);
  const row = rows[position - 1];
  const side = row?.newLine === undefined ? "LEFT" : "RIGHT";
  const line = row?.newLine ?? row?.oldLine;
  return line === undefined ? undefined : { path, side, line, startSide: undefined, startLine: undefined };
}
