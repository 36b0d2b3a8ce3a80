import type { SgNode } from "../../parse.ts";

const FUNCTIONS = new Set(["function_declaration", "function_expression", "arrow_function", "method_definition"]);

/**
 * The value that a name is given, when following it can't go wrong: one declaration with a value in the function around the
 * use (or in the file), nothing else assigned, and no other use of the name there.
 */
export function onlyDefinitionOf(name: SgNode, root: SgNode): SgNode | undefined {
  if (name.kind() !== "identifier") return undefined;
  const scopes = [...name.ancestors().filter((node) => FUNCTIONS.has(String(node.kind()))), root];
  for (const scope of scopes) {
    const uses = scope.findAll({ rule: { kind: "identifier" } }).filter((node) => node.text() === name.text());
    const declared = uses.find(
      (use) => use.parent()?.kind() === "variable_declarator" && use.parent()?.field("name")?.id() === use.id(),
    );
    if (!declared) continue;
    return uses.length === 2 ? (declared.parent()?.field("value") ?? undefined) : undefined;
  }
  return undefined;
}
