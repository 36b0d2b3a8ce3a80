import type { Call, Definition, Import, Outline, Registration } from "../../../core/analysis.ts";
import type { OutlinedLanguage } from "../../../core/language.ts";
import { spanOf, type Span } from "../../../core/text.ts";
import type { SgNode } from "../parse.ts";
import { calleeOf } from "./callee.ts";
import { OUTLINE_GRAMMARS, type OutlineGrammar } from "./grammar.ts";
import { importsOf, requireOf } from "./imports.ts";
import { declaredName, folded } from "./names.ts";
import { spanOfNodes } from "../span-of-node.ts";
import { registrationOfCall, registrationOfDecorator } from "./registrations.ts";
import { objectPath, placeOf } from "./values.ts";

/** Every part of an outline is cut at this many entries: a hostile file must not make a report of its own size. */
const ENTRIES = 20_000;

/**
 * What a source defines, imports, calls and registers. Never throws on bad code: what parses is outlined.
 *
 * One native search brings all nodes of interest in source order; owners are kept on a stack, so that no node is asked for its parents.
 */
export function outlineOf(root: SgNode, language: OutlinedLanguage, text: string): Outline {
  const grammar = OUTLINE_GRAMMARS[language];
  const outline: Outline = { definitions: [], imports: [], calls: [], registrations: [] };
  const owners: Owner[] = [];
  /** End of the last decorator: the call in it is no registration of its own. */
  let decorated = 0;
  for (const node of root.findAll({ rule: { any: kindsOf(grammar).map((kind) => ({ kind })) } })) {
    const kind = String(node.kind());
    const { start } = node.range();
    while (owners.length > 0 && (owners.at(-1)?.end ?? 0) <= start.index) owners.pop();
    if (grammar.definitions[kind] || grammar.values.includes(kind)) {
      const found = definitionOf(node, language, text, owners);
      if (!found) continue;
      if (found.definition) push(outline.definitions, found.definition);
      if (found.owner) owners.push(found.owner);
    } else if (grammar.imports.includes(kind)) {
      for (const item of importsOf(node, language)) push(outline.imports, item);
    } else if (grammar.calls[kind] !== undefined) readCall(node, language, outline, start.index < decorated);
    else if (grammar.decorators.includes(kind)) {
      decorated = node.range().end.index;
      push(outline.registrations, registrationOfDecorator(node));
    }
  }
  outline.definitions.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return outline;
}

type Owner = { path: string[]; end: number; isClass: boolean };

function kindsOf(grammar: OutlineGrammar): string[] {
  return [
    ...Object.keys(grammar.definitions),
    ...grammar.values,
    ...Object.keys(grammar.calls),
    ...grammar.imports,
    ...grammar.decorators,
  ];
}

function push<T extends Definition | Import | Call | Registration>(list: T[], item: T | undefined): void {
  if (item && list.length < ENTRIES) list.push(item);
}

function readCall(node: SgNode, language: OutlinedLanguage, outline: Outline, isDecorator: boolean): void {
  const callee = calleeOf(node, language);
  if (!callee) return;
  push(outline.calls, { callee, span: spanOfNodes(node) });
  if (callee === "require" || (language === "ruby" && callee === "require_relative"))
    push(outline.imports, requireOf(node));
  if (!isDecorator) push(outline.registrations, registrationOfCall(node, callee, language));
}

function definitionOf(
  node: SgNode,
  language: OutlinedLanguage,
  text: string,
  owners: readonly Owner[],
): { definition?: Definition; owner?: Owner } | undefined {
  const { definitions, named = declaredName } = OUTLINE_GRAMMARS[language];
  const given = definitions[node.kind()];
  const placed = given ? undefined : placeOf(node, language);
  if (!given && !placed) return undefined;
  if (given && isMention(node, given)) return undefined;
  const path = placed?.path ?? [...objectPath(node, language), ...(named(node) ?? [])];
  const name = path.at(-1);
  if (!name) return undefined;
  const around = owners.at(-1);
  const full = [...(around?.path ?? []), ...path];
  const kind = placed
    ? (placed.kind ?? valueKind(node))
    : given === "function" && (around?.isClass || isQualified(language, path))
      ? "method"
      : given;
  const owner: Owner = { path: full, end: node.range().end.index, isClass: kind === "class" };
  if (!kind || kind === "owner") return { owner };
  const first = placed?.whole ?? wholeOf(node);
  const span = withoutFinalNewline(withComment(first, spanOfNodes(first), language, text), text);
  return {
    ...(kind !== "type" && { owner }),
    definition: { kind, name, qualifiedName: folded(full.join(".")), span, signature: signatureOf(node, first, text) },
  };
}

/** A C type that is only mentioned, not defined: `struct s` without a body. */
function isMention(node: SgNode, given: string): boolean {
  const kind = String(node.kind());
  if (kind === "type_definition") return false;
  return (given === "type" || given === "class") && kind.endsWith("_specifier") && !node.field("body");
}

function isQualified(language: OutlinedLanguage, path: readonly string[]): boolean {
  return path.length > 1 && (language === "cpp" || language === "go");
}

function valueKind(node: SgNode): Definition["kind"] {
  return node.kind() === "class" ? "class" : "function";
}

/** A definition with what is wrapped around it: decorators, `export`, `template <…>`, Go's `type` keyword. */
function wholeOf(node: SgNode): SgNode {
  let whole = node;
  for (let depth = 0; depth < 3; depth++) {
    const parent = whole.parent();
    if (!parent || !WRAPPERS.has(String(parent.kind()))) break;
    if (parent.kind() === "type_declaration" && parent.namedChildren().length > 1) break;
    whole = parent;
  }
  return whole;
}
const WRAPPERS = new Set(["decorated_definition", "export_statement", "template_declaration", "type_declaration"]);

/** Decorators that stand before a method as siblings, and the comment that ends on the line before, belong to a definition. */
function withComment(whole: SgNode, span: Span, language: OutlinedLanguage, text: string): Span {
  const { comments, decorators } = OUTLINE_GRAMMARS[language];
  let first = whole;
  for (let previous = first.prev(); previous; previous = first.prev()) {
    const kind = String(previous.kind());
    const { start, end } = previous.range();
    const isComment =
      comments.includes(kind) && end.line >= first.range().start.line - 1 && startsLine(text, start.index);
    if (!isComment && !decorators.includes(kind)) break;
    first = previous;
  }
  return first === whole ? span : spanOfNodes(first, whole);
}

/** C's preprocessor nodes end behind their newline; the definition ends before it. */
function withoutFinalNewline(span: Span, text: string): Span {
  return span.endColumn > 1 || span.end <= span.start
    ? span
    : spanOf(text, span.start, span.start + text.slice(span.start, span.end).trimEnd().length);
}

/** Nothing but blanks before it on its line: a comment behind another statement belongs to that. */
function startsLine(text: string, start: number): boolean {
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start).trim() === "";
}

/** Kotlin's grammar has no fields. */
function bodyOf(node: SgNode): SgNode | null {
  return node.field("body") ?? node.namedChildren().find((child) => String(child.kind()).endsWith("_body")) ?? null;
}

function signatureOf(node: SgNode, whole: SgNode, text: string): string {
  const body = bodyOf(node) ?? (node.kind() === "type_spec" ? null : node.field("value"));
  const { start, end } = whole.range();
  const stop = body && body.range().start.index > start.index ? body.range().start.index : end.index;
  const head = text.slice(start.index, Math.min(stop, start.index + 4000));
  return folded(body ? head : (head.split(/[{;\n]/)[0] ?? ""), 400).replace(/\s*[{:=]$/, "");
}
