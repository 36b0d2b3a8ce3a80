import type { Span } from "../../../core/text.ts";
import type { SgNode } from "../parse.ts";

/** The span from the start of one node to the end of another (or the same). */
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
