import type { ParsedLanguage } from "../../../core/language.ts";
import type { LineRange } from "../../../core/text.ts";
import { OUTLINE_GRAMMARS } from "../outline/grammar.ts";
import { importsOf } from "../outline/imports.ts";
import { declaratorName } from "../outline/names.ts";
import type { SgNode } from "../parse.ts";
import type { FactGrammar } from "./grammar.ts";
import { FACT_GRAMMARS } from "./grammars.ts";
import { placeOf } from "./lines.ts";
import { childrenAt } from "./walk-state.ts";

/**
 * Names bound outside of the lines but visible in them: at the top level, in enclosing classes and functions, by imports.
 *
 * `*` stands for an import that binds names which can't be known here (`from x import *`). Where a language imports what no statement of
 * the file names (C's headers, a package of Go or Java), the names that the rest of the file calls or uses as types count as bound: it compiled.
 */
export function fileNamesOf(root: SgNode, language: ParsedLanguage, lines: LineRange): string[] {
  const names = new Set<string>();
  collect(root, FACT_GRAMMARS[language], language, lines, names, 0);
  if (IMPLICIT.has(language)) for (const name of usedElsewhere(root, language, lines)) names.add(name);
  return [...names].sort();
}

/** Deeper than this stand only enclosing functions, which are walked whatever their depth. */
const DEPTH_LIMIT = 400;

function collect(
  node: SgNode,
  grammar: FactGrammar,
  language: ParsedLanguage,
  lines: LineRange,
  names: Set<string>,
  depth: number,
): void {
  const kind = String(node.kind());
  const isLeaf = LEAVES.test(kind) && placeOf(node, lines) !== "across";
  if (depth > DEPTH_LIMIT || isLeaf || grammar.strings.has(kind) || grammar.comments.has(kind)) return;
  // A field of C's structures is no name by itself; one of a class of C++ is.
  if (language === "c" && kind === "field_declaration_list") return;
  const imports = OUTLINE_GRAMMARS[language].imports;
  if (imports.includes(kind))
    for (const item of importsOf(node, language)) for (const name of item.names) names.add(name);
  if (grammar.assignmentBinds && (kind === "assignment" || kind === "named_expression")) {
    for (const target of childrenAt(node, kind === "assignment" ? "left" : "name")) addNames(target, grammar, names);
  }
  for (const { field } of grammar.binds[kind] ?? []) {
    const isInner = INNER.has(field) && placeOf(node, lines) !== "across";
    if (!isInner) for (const target of childrenAt(node, field)) addNames(target, grammar, names);
  }
  if (TAGS.has(kind)) for (const tag of childrenAt(node, "name")) names.add(tag.text());
  const opens = grammar.functions.has(kind) || (grammar.classes.has(kind) && !TAGS.has(kind));
  if (opens && placeOf(node, lines) !== "across") return;
  for (const child of node.namedChildren()) collect(child, grammar, language, lines, names, depth + 1);
}

/** What is bound only inside of the node. */
const INNER = new Set(["parameters", "type_parameters", "receiver", "result", "parameter"]);
/** C's `struct name`. */
const TAGS = new Set(["struct_specifier", "union_specifier", "enum_specifier", "class_specifier"]);
/** Expressions bind nothing that is seen outside of them, and data can be large. */
const LEAVES =
  /^(call|call_expression|new_expression|array|object|list|dictionary|tuple|set|binary_.*|attribute|member_expression|argument_list|arguments|initializer_list|array_initializer|composite_literal|literal_value|number.*|integer|identifier|selector_expression)$/;

function addNames(target: SgNode, grammar: FactGrammar, names: Set<string>): void {
  const kind = String(target.kind());
  if (grammar.names.has(kind) || kind === "field_identifier") {
    names.add(target.text());
    return;
  }
  if (kind.endsWith("declarator")) {
    const name = declaratorName(target) ?? target.namedChildren()[0];
    if (name) addNames(name, grammar, names);
    return;
  }
  const parts = grammar.patterns[kind];
  if (!parts) return;
  for (const child of parts.length > 0 ? parts.flatMap((part) => childrenAt(target, part)) : target.namedChildren())
    addNames(child, grammar, names);
}

const IMPLICIT = new Set<ParsedLanguage>(["c", "cpp", "java", "go"]);
const NAMES_LIMIT = 20_000;

/** Callees, types and constants (by their capitals) that occur outside of the lines. */
function usedElsewhere(root: SgNode, language: ParsedLanguage, lines: LineRange): string[] {
  const isType = { kind: "type_identifier" };
  const callee = {
    inside: {
      kind: language === "java" ? "method_invocation" : "call_expression",
      field: language === "java" ? "name" : "function",
    },
  };
  const found = root.findAll({
    rule: { any: [isType, { kind: "identifier", ...callee }, { kind: "identifier", regex: "^[A-Z][A-Z0-9_]+$" }] },
  });
  return found
    .slice(0, NAMES_LIMIT)
    .filter((node) => placeOf(node, lines) === "outside")
    .map((node) => node.text());
}
