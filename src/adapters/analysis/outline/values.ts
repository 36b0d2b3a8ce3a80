import type { OutlinedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import { calleeOf } from "./callee.ts";
import { folded, tight } from "./names.ts";

/** The name that a function or class value gets from its place, and the node that makes up the whole definition. */
export type Placed = { path: string[]; whole: SgNode; kind?: "method" };

/** How far a value may be wrapped (`useCallback(…)`, `withAuth(…)`) and still be named by where the wrapper is put. */
const WRAPPERS = 3;

/** Undefined for values that nobody names: inline callbacks, immediately invoked functions. */
export function placeOf(value: SgNode, language: OutlinedLanguage): Placed | undefined {
  let node = value;
  for (let wrapped = 0; wrapped <= WRAPPERS; wrapped++) {
    const parent = skipped(node);
    if (!parent) return undefined;
    const placed = placedIn(parent, language);
    if (placed) return placed;
    if (!ARGUMENTS.has(String(parent.kind()))) return undefined;
    const call = parent.parent();
    if (!call || !hasBlock(value)) return undefined;
    const handler = handlerName(call, value, language);
    if (handler) return { path: [handler], whole: statementOf(call) };
    node = call;
  }
  return undefined;
}

const ARGUMENTS = new Set(["arguments", "argument_list"]);
const TRANSPARENT = new Set([
  "parenthesized_expression",
  "expression_list",
  "literal_element",
  "as_expression",
  "satisfies_expression",
  "await_expression",
]);

function skipped(node: SgNode): SgNode | null {
  let parent = node.parent();
  for (let depth = 0; depth < 5 && parent && TRANSPARENT.has(String(parent.kind())); depth++) parent = parent.parent();
  return parent;
}

function placedIn(parent: SgNode, language: OutlinedLanguage): Placed | undefined {
  const kind = String(parent.kind());
  const named = (field: string) => parent.field(field)?.text();
  if (kind === "variable_declarator" || kind === "init_declarator" || kind === "var_spec") {
    const name = named("name") ?? named("declarator");
    return name ? { path: [tight(name)], whole: onlyDeclaration(parent) } : undefined;
  }
  if (kind === "assignment" || kind.startsWith("assignment_") || kind === "short_var_declaration") {
    const left = named("left");
    return left ? { path: tight(left).split("."), whole: statementOf(parent) } : undefined;
  }
  if (kind === "pair" || kind === "keyed_element") {
    const key = named("key") ?? parent.child(0)?.text();
    if (!key) return undefined;
    return { path: [...objectPath(parent, language), tight(key.replace(/^["']|["']$/g, ""))], whole: parent };
  }
  if (kind === "public_field_definition" || kind === "field_definition") {
    const name = named("name") ?? named("property");
    return name ? { path: [tight(name)], whole: parent, kind: "method" } : undefined;
  }
  if (kind === "export_statement") return { path: ["default"], whole: parent };
  return undefined;
}

/** The names of the objects around a member of an object literal: `api` in `const api = { login() {} }`. */
export function objectPath(member: SgNode, language: OutlinedLanguage): string[] {
  const object = member.parent();
  if (!object || object.kind() !== "object") return [];
  const parent = skipped(object);
  return parent ? (placedIn(parent, language)?.path ?? []) : [];
}

/** `app.get("/x") handler`: callbacks handed to something that registers them by name or event. */
function handlerName(call: SgNode, value: SgNode, language: OutlinedLanguage): string | undefined {
  const callee = calleeOf(call, language);
  if (!callee) return undefined;
  const first = call.field("arguments")?.namedChildren()[0];
  const names = first && LITERALS.has(String(first.kind()));
  if (!names && !REGISTRARS.test(callee)) return undefined;
  // The value of a call that is used (`xs.map(…)`, `await run("x", …)`) may matter more than the registration: only statements register.
  return names && first.id() !== value.id() ? `${callee}(${folded(first.text(), 60)}) handler` : `${callee} handler`;
}

const LITERALS = new Set([
  "string",
  "string_literal",
  "interpreted_string_literal",
  "raw_string_literal",
  "template_string",
  "regex",
  "array",
]);
const REGISTRARS =
  /(^|[.>:])(use|on|once|all|handle|HandleFunc|Handle|subscribe|addListener|addEventListener|onRequest|onCall|Use)$/;

function hasBlock(value: SgNode): boolean {
  const body = value.field("body");
  return body !== null && /block|compound_statement/.test(String(body.kind()));
}

/** The statement that an expression makes up, `export` included. */
function statementOf(node: SgNode): SgNode {
  let whole = node;
  for (let depth = 0; depth < 8; depth++) {
    const parent = whole.parent();
    if (!parent || !STATEMENT_LIKE.has(String(parent.kind()))) break;
    whole = parent;
  }
  return whole;
}
const STATEMENT_LIKE = new Set([
  "await_expression",
  "parenthesized_expression",
  "expression_statement",
  "export_statement",
  "lexical_declaration",
  "variable_declaration",
  "local_variable_declaration",
  "field_declaration",
  "declaration",
  "var_declaration",
]);

/** The whole declaration when it declares nothing else, otherwise the declarator alone. */
function onlyDeclaration(declarator: SgNode): SgNode {
  const declaration = declarator.parent();
  const declarators = declaration?.namedChildren().filter((child) => child.kind() === declarator.kind()).length ?? 0;
  return declaration && declarators === 1 ? statementOf(declarator) : declarator;
}
