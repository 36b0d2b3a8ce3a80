import type { Diagnostic } from "../../../core/analysis.ts";
import type { SgNode } from "../parse.ts";
import { spanOfNodes } from "../span-of-node.ts";

/** Past this the text is not in the language at all, and more say nothing new. */
const MAX_DIAGNOSTICS = 500;

/** Asked before a regular expression, which takes each node's whole text: of nested ones that grows with the square. */
const CHILDLESS = { not: { has: { pattern: "$ANY" } } };

/**
 * Syntax errors as the grammar sees them: what it could not fit in (ERROR nodes), and what it had to add (leaves
 * without text). A grammar accepts more than a compiler does, and trips over some macros: compare before and after.
 */
export function grammarDiagnostics(root: SgNode): Diagnostic[] {
  return root
    .findAll({ rule: { any: [{ kind: "ERROR" }, { all: [CHILDLESS, { regex: "^$" }] }] } })
    .filter((node) => node.is("ERROR") || isMissing(node, root))
    .slice(0, MAX_DIAGNOSTICS)
    .map((node) => ({
      kind: "syntax",
      message: node.is("ERROR") ? "syntax error" : `missing ${String(node.kind())}`,
      span: spanOfNodes(node),
      by: "tree-sitter",
    }));
}

/** Empty files and the contents of empty strings have no text either, and miss nothing. */
function isMissing(node: SgNode, root: SgNode): boolean {
  return node.isLeaf() && node.id() !== root.id() && !/_(content|fragment)$/.test(String(node.kind()));
}
