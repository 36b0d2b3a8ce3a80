import type { SgNode } from "../../parse.ts";
import type { FlowContext } from "./flow-context.ts";
import { purposesOf, type Purposes } from "./purposes.ts";
import { reachingAt } from "./reaching.ts";

/** A fixed beginning fixes where an address leads. */
export const BY_BEGINNING = purposesOf(["url", "redirect"]);
/** Any fixed beginning keeps a value from being an option or a special key. */
export const BY_ANY_BEGINNING = purposesOf(["option", "name"]);
/** A text is no size. */
export const OF_SIZE = purposesOf(["size"]);
export const WHOLE_HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/i;
const FIXED_HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+[/?#]/i;
const FIXED_PATH = /^\/(?![/\\])|^[?#]|^\.{1,2}\/|^[\w-]+[/?]/;

/** The literal that a text begins with; undefined when it begins with something else. */
export function openBeginnings({
  expressionOf,
  index,
  startOf,
  syntax,
}: FlowContext): (node: SgNode) => string | undefined {
  function textAtStart(node: SgNode, steps: number): string | undefined {
    const literal = syntax.literalOf(node);
    if (literal !== undefined) return literal;
    const expression = expressionOf(node);
    const first = expression.is === "parts" ? expression.parts[0] : undefined;
    if (first && steps > 0) return textAtStart(first, steps - 1);
    if (expression.is !== "name") return undefined;
    const { bindings, parameter } = reachingAt(index, expression.name, startOf(node));
    const value = bindings.length === 1 && !parameter ? bindings[0]?.values[0] : undefined;
    return value && steps > 0 && bindings[0]?.adds !== true ? textAtStart(value, steps - 4) : undefined;
  }
  return (node) => textAtStart(node, 8);
}

/** What a fixed beginning makes a value safe for. */
export function safeAfter(beginning: string): Purposes {
  if (beginning === "") return 0;
  return BY_ANY_BEGINNING | (FIXED_HOST.test(beginning) || FIXED_PATH.test(beginning) ? BY_BEGINNING : 0);
}

/** Whether a format writes its value at this place as a number or a truth. */
export function isNumberVerb(format: string, place: number): boolean {
  const verbs = format.slice(0, 4000).match(/%[-+# 0-9.*]{0,8}[a-zA-Z%]/g) ?? [];
  const verb = verbs.filter((each) => each !== "%%")[place];
  return verb !== undefined && /[dtfFbBoxXeEgGcUpTi]$/.test(verb);
}
