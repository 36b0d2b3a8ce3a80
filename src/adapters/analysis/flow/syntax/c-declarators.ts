import type { SgNode } from "../../parse.ts";
import { kindsIn } from "./syntax.ts";

const DECLARATORS = new Set(
  kindsIn("pointer_declarator array_declarator reference_declarator parenthesized_declarator init_declarator"),
);

/** The name that a declarator declares, through pointers, arrays and parentheses. */
export function nameIn(declarator: SgNode | null): string | undefined {
  let node: SgNode | null | undefined = declarator;
  while (node && DECLARATORS.has(String(node.kind()))) {
    node = node.field("declarator") ?? node.namedChildren().at(-1);
  }
  return node?.is("identifier") || node?.is("field_identifier") ? node.text() : undefined;
}

/** The declarator with the parameters; a function that gives a pointer wraps it. */
export function declaredFunction(node: SgNode): SgNode | undefined {
  let declarator = node.field("declarator");
  while (declarator && /^(?:pointer|reference)_declarator$/.test(String(declarator.kind())))
    declarator = declarator.field("declarator") ?? declarator.namedChildren().at(-1) ?? null;
  return declarator && String(declarator.kind()).endsWith("function_declarator") ? declarator : undefined;
}
