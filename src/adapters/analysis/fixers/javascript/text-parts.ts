import type { SgNode } from "../../parse.ts";
import { LONGEST_TEXT, type TextPart } from "../text-part.ts";

/** The pieces of a string, a template or a sum with a string in it, in order; undefined for anything else. */
export function textParts(node: SgNode): TextPart[] | undefined {
  return node.text().length > LONGEST_TEXT ? undefined : partsOf(node);
}

function partsOf(node: SgNode): TextPart[] | undefined {
  const kind = String(node.kind());
  if (kind === "string") return [{ fixed: node.text().slice(1, -1) }];
  if (kind === "template_string") return templateParts(node);
  if (kind === "parenthesized_expression") {
    const inner = node.namedChildren()[0];
    return inner && partsOf(inner);
  }
  if (kind !== "binary_expression" || node.field("operator")?.text() !== "+") return undefined;
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return undefined;
  const [before, after] = [partsOf(left), partsOf(right)];
  // `a + b` without a text in it may be a sum of numbers: it is one value.
  if (!before && !after) return undefined;
  return [...(before ?? [{ value: left }]), ...(after ?? [{ value: right }])];
}

function templateParts(node: SgNode): TextPart[] {
  const parts: TextPart[] = [];
  const end = node.range().end.index - 1;
  let at = node.range().start.index + 1;
  const text = node.text();
  const offset = node.range().start.index;
  for (const substitution of node.children().filter((child) => child.kind() === "template_substitution")) {
    const { start, end: after } = substitution.range();
    if (start.index > at) parts.push({ fixed: text.slice(at - offset, start.index - offset) });
    const value = substitution.namedChildren()[0];
    if (value) parts.push({ value });
    at = after.index;
  }
  if (end > at) parts.push({ fixed: text.slice(at - offset, end - offset) });
  return parts;
}
