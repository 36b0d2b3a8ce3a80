import type { SgNode } from "../../parse.ts";
import { LONGEST_TEXT, type TextPart } from "../text-part.ts";

/** The pieces of a literal, a sum with a literal in it, or `fmt.Sprintf` with plain verbs; undefined for anything else. */
export function textPartsGo(node: SgNode): TextPart[] | undefined {
  return node.text().length > LONGEST_TEXT ? undefined : partsOf(node);
}

function partsOf(node: SgNode): TextPart[] | undefined {
  const kind = String(node.kind());
  if (/^(?:interpreted|raw)_string_literal$/.test(kind)) return [{ fixed: node.text().slice(1, -1) }];
  if (kind === "parenthesized_expression") {
    const inner = node.namedChildren()[0];
    return inner && partsOf(inner);
  }
  if (kind === "call_expression") return sprintfParts(node);
  if (kind !== "binary_expression" || node.field("operator")?.text() !== "+") return undefined;
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return undefined;
  const [before, after] = [partsOf(left), partsOf(right)];
  if (!before && !after) return undefined;
  return [...(before ?? [{ value: left }]), ...(after ?? [{ value: right }])];
}

/** Widths, flags and `%q` change the text beyond what a value can stand for: they bring nothing. */
function sprintfParts(call: SgNode): TextPart[] | undefined {
  const [format, ...values] = call.field("arguments")?.namedChildren() ?? [];
  if (call.field("function")?.text() !== "fmt.Sprintf" || !format || !String(format.kind()).endsWith("string_literal"))
    return undefined;
  const parts: TextPart[] = [];
  for (const token of format
    .text()
    .slice(1, -1)
    .match(/%[\s\S]|[^%]+/g) ?? []) {
    if (!token.startsWith("%")) parts.push({ fixed: token });
    else if (token === "%%") parts.push({ fixed: "%" });
    else {
      const value = values.shift();
      if (!value || !/^%[svd]$/.test(token)) return undefined;
      parts.push({ value, verb: token.slice(1) });
    }
  }
  return values.length === 0 ? parts : undefined;
}

/** The quotation mark of the first literal, when all literals have the same. */
export function markOfGo(node: SgNode): '"' | "`" | undefined {
  const literals = node.findAll({
    rule: { any: [{ kind: "interpreted_string_literal" }, { kind: "raw_string_literal" }] },
  });
  const marks = new Set(literals.map((literal) => literal.text()[0]));
  const [mark] = marks;
  return marks.size === 1 && (mark === '"' || mark === "`") ? mark : undefined;
}
