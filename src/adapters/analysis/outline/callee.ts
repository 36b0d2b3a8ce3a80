import type { OutlinedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import { OUTLINE_GRAMMARS } from "./grammar.ts";

const CALLEE_LIMIT = 200;

/**
 * The callee of a call as it is written, without white space, type arguments kept: `self.db.execute`, `java.lang.Runtime.getRuntime().exec`.
 * Arguments of calls inside the callee are dropped: `select(a, b).from` is `select().from`. At most 200 characters.
 */
export function calleeOf(call: SgNode, language: OutlinedLanguage): string {
  const field = OUTLINE_GRAMMARS[language].calls[call.kind()];
  if (field === undefined) return "";
  const receives = RECEIVERS[String(call.kind())];
  const receiver = receives === undefined ? null : call.field(receives);
  const name = field === "" ? call.namedChildren()[0] : call.field(field);
  if (!name) return "";
  const text = receiver
    ? `${withoutArguments(receiver)}${joint(call, receiver, name)}${name.text()}`
    : withoutArguments(name);
  return text.length > CALLEE_LIMIT ? `${text.slice(0, CALLEE_LIMIT)}…` : text;
}

/** The field of what a method is called on, in grammars that keep it apart from the method's name. */
const RECEIVERS: Readonly<Record<string, string>> = {
  method_invocation: "object",
  call: "receiver",
  member_call_expression: "object",
  nullsafe_member_call_expression: "object",
  scoped_call_expression: "scope",
};

/** What stands between a receiver and a name: `.`, or `->`, `::`, `&.` where it is written so. */
function joint(call: SgNode, receiver: SgNode, name: SgNode): string {
  const { start } = call.range();
  const text = call.text().slice(receiver.range().end.index - start.index, name.range().start.index - start.index);
  return /^\s*(\?->|->|::|&\.)\s*$/.exec(text)?.[1] ?? ".";
}

/** Long chains nest one call a link; a chain deeper than this is cut by the limit on characters anyway. */
const CHAIN_LIMIT = 20;

function withoutArguments(node: SgNode, depth = 0): string {
  if (depth > CHAIN_LIMIT) return "…";
  if (FUNCTION_VALUES.has(String(node.kind()))) return "function";
  if (DROPPED.has(String(node.kind()))) return "";
  if (node.kind() === "call_suffix") return "()";
  const list = argumentsOf(node);
  if (list) {
    const before = node.children().filter((child) => child.id() !== list.id() && child.kind() !== "comment");
    return `${before.map((child) => withoutArguments(child, depth + 1)).join("")}()`;
  }
  if (node.isLeaf() || !CHAINED.has(String(node.kind()))) return node.text().replaceAll(/\s+/g, "");
  return node
    .children()
    .map((child) => (COMMENTS.has(String(child.kind())) ? "" : withoutArguments(child, depth + 1)))
    .join("");
}

/** The node that holds the arguments of a call of any language, if `node` is a call. */
export function argumentsOf(node: SgNode): SgNode | undefined {
  const list = node.field("arguments");
  return list && ARGUMENT_LISTS.has(String(list.kind())) ? list : undefined;
}
// Templates of C++ have a field of this name too.
const ARGUMENT_LISTS = new Set(["arguments", "argument_list", "generator_expression", "template_string"]);

const COMMENTS = new Set(["comment", "line_comment", "block_comment"]);
/** A function that is called where it is written has no name. */
const FUNCTION_VALUES = new Set([
  "arrow_function",
  "function_expression",
  "generator_function",
  "func_literal",
  "lambda",
  "lambda_expression",
]);
/** Ruby's blocks are arguments too. */
const DROPPED = new Set(["block", "do_block"]);
const CHAINED = new Set([
  "attribute",
  "member_expression",
  "subscript_expression",
  "subscript",
  "selector_expression",
  "index_expression",
  "field_expression",
  "field_access",
  "array_access",
  "parenthesized_expression",
  "await_expression",
  "await",
  "non_null_expression",
  "pointer_expression",
  "unary_expression",
  // Of the optional languages.
  "call",
  "call_expression",
  "conditional_access_expression",
  "generic_function",
  "member_access_expression",
  "navigation_expression",
  "navigation_suffix",
  "postfix_expression",
  "try_expression",
]);
