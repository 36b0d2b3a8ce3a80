import type { SgNode } from "../../parse.ts";
import { LONGEST_TEXT, type TextPart } from "../text-part.ts";

/** The pieces of a literal, a sum with a literal in it, or `String.format` with plain verbs; undefined for anything else. */
export function textPartsJava(node: SgNode): TextPart[] | undefined {
  return node.text().length > LONGEST_TEXT ? undefined : partsOf(node);
}

function partsOf(node: SgNode): TextPart[] | undefined {
  const kind = String(node.kind());
  // Text blocks take their indentation off: taken apart they would be something else.
  if (kind === "string_literal")
    return node.text().startsWith('"""') ? undefined : [{ fixed: node.text().slice(1, -1) }];
  if (kind === "parenthesized_expression") {
    const inner = node.namedChildren()[0];
    return inner && partsOf(inner);
  }
  if (kind === "method_invocation") return formatParts(node);
  if (kind !== "binary_expression" || node.field("operator")?.text() !== "+") return undefined;
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return undefined;
  const [before, after] = [partsOf(left), partsOf(right)];
  if (!before && !after) return undefined;
  return [...(before ?? [{ value: left }]), ...(after ?? [{ value: right }])];
}

function formatParts(call: SgNode): TextPart[] | undefined {
  const [format, ...values] = call.field("arguments")?.namedChildren() ?? [];
  if (call.field("object")?.text() !== "String" || call.field("name")?.text() !== "format") return undefined;
  if (!format?.is("string_literal")) return undefined;
  const parts: TextPart[] = [];
  for (const token of format
    .text()
    .slice(1, -1)
    .match(/%[\s\S]|[^%]+/g) ?? []) {
    if (!token.startsWith("%")) parts.push({ fixed: token });
    else if (token === "%%") parts.push({ fixed: "%" });
    else {
      const value = values.shift();
      if (!value || !/^%[sd]$/.test(token)) return undefined;
      parts.push({ value, verb: token.slice(1) });
    }
  }
  return values.length === 0 ? parts : undefined;
}
