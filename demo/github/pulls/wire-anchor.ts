import type { FileDiff } from "../git/diff.ts";
import type { Side } from "../git/hunks.ts";
import { anchorOfPosition } from "./anchor.ts";
import type { Anchor } from "./review-comment.ts";

/** Where a comment is to stand, in the API's names: by line, or in the older way by position. */
export type WireAnchor = {
  path: string;
  line?: number;
  side?: string;
  start_line?: number | null;
  start_side?: string | null;
  position?: number;
};

/** @param files needed where a position is given. @returns undefined when neither way names a line */
export function readAnchor(files: readonly FileDiff[], wire: WireAnchor): Anchor | undefined {
  const { path, line, start_line, position } = wire;
  if (line === undefined) return position === undefined ? undefined : anchorOfPosition(files, path, position);
  const side = sideOf(wire.side) ?? "RIGHT";
  const startLine = start_line ?? undefined;
  const startSide = startLine === undefined ? undefined : (sideOf(wire.start_side ?? undefined) ?? side);
  return { path, line, side, startLine, startSide };
}

function sideOf(text: string | undefined): Side | undefined {
  return text === "LEFT" || text === "RIGHT" ? text : undefined;
}
