import type { SgNode } from "../../parse.ts";

const FUNCTIONS = new Set(["function_declaration", "method_declaration", "func_literal"]);

/** The value that `name := value` gives, when that and this use are all there is of the name in the function. */
export function onlyDefinitionOfGo(name: SgNode): SgNode | undefined {
  if (name.kind() !== "identifier") return undefined;
  for (const scope of name.ancestors().filter((node) => FUNCTIONS.has(String(node.kind())))) {
    const uses = scope.findAll({ rule: { kind: "identifier" } }).filter((node) => node.text() === name.text());
    const declaration = uses
      .map((use) => use.parent()?.parent())
      .find((node) => node?.is("short_var_declaration") && node.field("left")?.text() === name.text());
    if (!declaration) continue;
    const values = declaration.field("right")?.namedChildren() ?? [];
    return uses.length === 2 && values.length === 1 ? values[0] : undefined;
  }
  return undefined;
}
