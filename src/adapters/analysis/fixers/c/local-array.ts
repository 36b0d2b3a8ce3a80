import type { SgNode } from "../../parse.ts";

/** The node of the size that a name was declared with as an array of the enclosing function; not for parameters, which are pointers. */
export function localArraySize(use: SgNode): SgNode | undefined {
  if (!use.is("identifier")) return undefined;
  const scope = use.ancestors().find((node) => node.is("function_definition"));
  const body = scope?.field("body");
  const declared =
    body?.findAll({ rule: { kind: "array_declarator", has: { field: "declarator", regex: `^${use.text()}$` } } }) ?? [];
  const [array, ...others] = declared.filter(
    (node) => !node.ancestors().some((each) => each.is("parameter_declaration")),
  );
  const isPointers = array?.parent()?.is("pointer_declarator") ?? false;
  return array && others.length === 0 && !isPointers ? (array.field("size") ?? undefined) : undefined;
}
