import type { LineRange } from "../../../core/text.ts";
import type { SgNode } from "../parse.ts";

/** The largest nodes that stand wholly within the lines, in source order; of a node that leaves them, the children. */
export function nodesWithin(node: SgNode, lines: LineRange): SgNode[] {
  const place = placeOf(node, lines);
  if (place === "within") return [node];
  return place === "outside" ? [] : node.namedChildren().flatMap((child) => nodesWithin(child, lines));
}

export function placeOf(node: SgNode, lines: LineRange): "within" | "across" | "outside" {
  const { start, end } = node.range();
  const first = start.line + 1;
  // Some nodes end behind their newline, at column 0 of the next line.
  const last = end.column === 0 && end.line > start.line ? end.line : end.line + 1;
  if (last < lines.startLine || first > lines.endLine) return "outside";
  return first >= lines.startLine && last <= lines.endLine && node.parent() !== null ? "within" : "across";
}
