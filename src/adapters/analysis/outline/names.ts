import type { SgNode } from "../parse.ts";

const NAME_LIMIT = 100;

/** Text without white space, cut to a length that people can read. */
export function tight(text: string, limit = NAME_LIMIT): string {
  const short = text.replaceAll(/\s+/g, "");
  return short.length > limit ? `${short.slice(0, limit)}…` : short;
}

/** Text with white space folded into single blanks, cut to `limit` characters. */
export function folded(text: string, limit = 300): string {
  const short = text.replaceAll(/\s+/g, " ").trim();
  return short.length > limit ? `${short.slice(0, limit)}…` : short;
}

/**
 * The name that a defining node gives itself, with the owners that stand in the name: `["Server", "Login"]`
 * for Go's receivers, `["ns", "A", "m"]` for C++. Undefined for anonymous ones.
 */
export function declaredName(node: SgNode): string[] | undefined {
  const named = node.field("name");
  if (named) {
    const receiver = node.field("receiver")?.find({ rule: { kind: "type_identifier" } });
    const path = named
      .text()
      .split(/::/)
      .map((part) => tight(part));
    return receiver ? [receiver.text(), ...path] : path;
  }
  const declared = declaratorName(node);
  return declared && tight(declared.text()).split("::");
}

/** C's declarators nest around the name: `*(*name)(int)[3]`. The node of the name, or undefined for abstract ones. */
export function declaratorName(node: SgNode): SgNode | undefined {
  let declarator = node.field("declarator");
  for (let depth = 0; declarator && depth < 20; depth++) {
    const kind = String(declarator.kind());
    if (!kind.endsWith("declarator")) return declarator;
    declarator =
      declarator.field("declarator") ??
      declarator.namedChildren().find((child) => !NOT_NAMES.has(String(child.kind()))) ??
      null;
  }
  return undefined;
}
const NOT_NAMES = new Set([
  "ms_based_modifier",
  "ms_call_modifier",
  "type_qualifier",
  "attribute_specifier",
  "parameter_list",
  "comment",
]);
