import type { Span } from "../../core/text.ts";
import type { SgNode } from "./parse.ts";

/** The span from the start of one node to the end of another, or the same. ast-grep counts offsets and columns in UTF-16 code units already, lines and columns from 0. */
export function spanOfNodes(first: SgNode, last: SgNode = first): Span {
  const { start } = first.range();
  const { end } = last.range();
  return {
    start: start.index,
    end: end.index,
    startLine: start.line + 1,
    endLine: end.line + 1,
    startColumn: start.column + 1,
    endColumn: end.column + 1,
  };
}

/** The node or nodes that a metavariable holds, as the first and the last of them; undefined when it holds none. */
export function boundNodes(match: SgNode, name: string): [SgNode, SgNode] | undefined {
  const one = match.getMatch(name);
  if (one) return [one, one];
  const many = match.getMultipleMatches(name);
  const first = many[0];
  return first && [first, many.at(-1) ?? first];
}
