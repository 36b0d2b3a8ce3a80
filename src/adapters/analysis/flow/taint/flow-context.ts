import type { SgNode } from "../../parse.ts";
import type { Expression, Syntax } from "../syntax/syntax.ts";
import type { FileIndex } from "./file-index.ts";
import type { Models } from "./models.ts";

/** What all parts of the engine share while they look at one file. */
export type FlowContext = {
  index: FileIndex;
  syntax: Syntax;
  models: Models;
  expressionOf: (node: SgNode) => Expression;
  startOf: (node: SgNode) => number;
  /** Takes one from the work that a file may cost; false when none is left, and everything is clean from then on. */
  spend: () => boolean;
};

/** Looks at expressions, for one file. Linear: an expression is looked at once. */
const MAX_WORK = 60_000;

export function openFlowContext(index: FileIndex, syntax: Syntax, models: Models): FlowContext {
  const expressions = new Map<number, Expression>();
  const starts = new Map<number, number>();
  let left = MAX_WORK;
  return {
    index,
    syntax,
    models,
    expressionOf(node) {
      const id = node.id();
      let expression = expressions.get(id);
      if (!expression) {
        expression = syntax.expressionOf(node);
        expressions.set(id, expression);
      }
      return expression;
    },
    startOf(node) {
      const id = node.id();
      let start = starts.get(id);
      if (start === undefined) starts.set(id, (start = node.range().start.index));
      return start;
    },
    spend: () => (left -= 1) > 0,
  };
}
