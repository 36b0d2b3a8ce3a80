import type { SgNode } from "../../parse.ts";
import type { Sizes } from "./sizes.ts";

/**
 * Whether an amount is more than an array holds: bytes, or where it stands as an index the element behind the last. A text
 * counts with its end. Nothing is said where either isn't known.
 */
export function isBeyond(amount: SgNode, array: SgNode, sizes: Sizes): boolean {
  const size = sizes.arrayOf(array);
  if (!size) return false;
  const isIndex =
    amount.parent()?.is("subscript_expression") === true || amount.parent()?.is("subscript_argument_list") === true;
  if (amount.is("string_literal")) return size.elementBytes === 1 && textLength(amount.text()) + 1 > size.elements;
  const value = sizes.valueOf(amount);
  if (value === undefined) return false;
  if (isIndex) return value >= size.elements;
  return size.elementBytes !== undefined && value > size.elements * size.elementBytes;
}

/** Characters of a literal; an escape is one. */
function textLength(literal: string): number {
  return literal.slice(1, -1).replace(/\\(?:[0-7]{1,3}|x[\da-fA-F]+|.)/gs, "_").length;
}
