import type { SgNode } from "../../parse.ts";

const METHODS = new Set(["method_declaration", "constructor_declaration", "lambda_expression"]);

/** How often a name stands in the method around it, and its declarator there. */
export function localOf(name: SgNode): { declarator: SgNode; uses: number } | undefined {
  for (const scope of name.ancestors().filter((node) => METHODS.has(String(node.kind())))) {
    const uses = scope.findAll({ rule: { kind: "identifier" } }).filter((node) => node.text() === name.text());
    const declarator = uses
      .map((use) => use.parent())
      .find((node) => node?.is("variable_declarator") && node.field("name")?.text() === name.text());
    if (declarator) return { declarator, uses: uses.length };
  }
  return undefined;
}

/** The value of a local variable, when its declaration and this use are all there is of it in the method. */
export function onlyDefinitionOfJava(name: SgNode): SgNode | undefined {
  const local = name.is("identifier") ? localOf(name) : undefined;
  return local?.uses === 2 ? (local.declarator.field("value") ?? undefined) : undefined;
}
