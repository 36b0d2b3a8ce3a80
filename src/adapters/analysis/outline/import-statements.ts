import type { Import } from "../../../core/analysis.ts";
import type { ParsedLanguage } from "../../../core/language.ts";
import { parse, type SgNode } from "../parse.ts";
import { OUTLINE_GRAMMARS } from "./grammar.ts";
import { importsOf, requireOf } from "./imports.ts";

/** An import of the file with the node that makes it; only those at the top level (and inside C's include guards). */
export type ImportNode = Import & { node: SgNode };

/** One import to be brought in: one module, written as its own statement. */
export type WantedImport = Import & { statement: string };

export function existingImports(root: SgNode, language: ParsedLanguage): ImportNode[] {
  return topLevel(root, language).flatMap((node) => readImports(node, language).map((item) => ({ ...item, node })));
}

/** The nodes at the top level that import something; C's includes also inside preprocessor conditions. */
function topLevel(root: SgNode, language: ParsedLanguage): SgNode[] {
  if (language === "go") return root.findAll({ rule: { kind: "import_spec" } });
  if (language === "c" || language === "cpp") return root.findAll({ rule: { kind: "preproc_include" } });
  return root.namedChildren().filter((node) => isImporting(node, language));
}

export function isImporting(node: SgNode, language: ParsedLanguage): boolean {
  const kind = String(node.kind());
  if (kind === "export_statement") return false;
  if (OUTLINE_GRAMMARS[language].imports.includes(kind) || kind === "import_declaration") return true;
  return REQUIRING.has(kind) && readRequires(node).length > 0;
}
const REQUIRING = new Set(["lexical_declaration", "variable_declaration"]);

function readImports(node: SgNode, language: ParsedLanguage): Import[] {
  return REQUIRING.has(String(node.kind())) ? readRequires(node) : importsOf(node, language);
}

/** Only `const x = require("m")` and `const { a } = require("m")`: what is taken from the module further on binds something else. */
function readRequires(node: SgNode): Import[] {
  return node.namedChildren().flatMap((declarator) => {
    const call = declarator.field("value");
    if (call?.kind() !== "call_expression" || call.field("function")?.text() !== "require") return [];
    return requireOf(call) ?? [];
  });
}

/**
 * What a statement wants to import, in the form that the file speaks. Empty when the statement holds anything but imports.
 */
export function wantedImports(
  statement: string,
  language: ParsedLanguage,
  fileRoot: SgNode,
  fileText: string,
): WantedImport[] {
  const trimmed = statement.trim();
  if (language === "go") return goImports(trimmed);
  const root = parse(language, `${trimmed}\n`);
  const nodes = root.namedChildren();
  if (nodes.some((node) => !isImporting(node, language) || hasError(node))) return [];
  return nodes.flatMap((node) => {
    const items = readImports(node, language);
    if (language === "python" && node.kind() === "import_statement") {
      return items.map((item, index) => ({
        ...item,
        statement: `import ${node.fieldChildren("name")[index]?.text() ?? item.module}`,
      }));
    }
    const first = items[0];
    return first ? [{ ...first, statement: inTheFilesForm(node, first, language, fileRoot, fileText) }] : [];
  });
}

function hasError(node: SgNode): boolean {
  return node.kind() === "ERROR" || node.has({ rule: { kind: "ERROR" } });
}

/** `import "fmt"`, `"fmt"`, `yaml "gopkg.in/yaml.v3"` and whole blocks. */
function goImports(statement: string): WantedImport[] {
  const body = statement.startsWith("import") ? statement : `import ${statement}`;
  const root = parse("go", `package p\n${body}\n`);
  if (
    hasError(root) ||
    root.namedChildren().some((node) => node.kind() !== "import_declaration" && node.kind() !== "package_clause")
  )
    return [];
  return root
    .findAll({ rule: { kind: "import_spec" } })
    .flatMap((node) => importsOf(node, "go").map((item) => ({ ...item, statement: node.text() })));
}

function inTheFilesForm(
  node: SgNode,
  item: Import,
  language: ParsedLanguage,
  fileRoot: SgNode,
  fileText: string,
): string {
  const statement = node.text().trim();
  if (language === "python" || language === "java" || language === "c" || language === "cpp") return statement;
  const quote = /(?:from|require\()\s*'/.test(fileText) ? "'" : '"';
  const source = `${quote}${item.module}${quote}`;
  const semicolon = withoutSemicolons(fileText) ? "" : ";";
  const isRequire = REQUIRING.has(String(node.kind()));
  const wantsRequire = speaksCommonJs(fileRoot, fileText);
  if (isRequire === wantsRequire || /^import\s+type\b/.test(statement)) {
    return `${statement.replace(/;?\s*$/, "").replace(/(["'])[^"']*\1(?=\)?$)/, source)}${semicolon}`;
  }
  const named = node.find({ rule: { any: [{ kind: "named_imports" }, { kind: "object_pattern" }] } });
  if (!named) {
    const name = item.names[0];
    if (!name) return isRequire ? `import ${source}${semicolon}` : `require(${source})${semicolon}`;
    return isRequire ? `import ${name} from ${source}${semicolon}` : `const ${name} = require(${source})${semicolon}`;
  }
  const names = isRequire ? named.text().replaceAll(/\s*:\s*/g, " as ") : named.text().replaceAll(/\s+as\s+/g, ": ");
  return isRequire ? `import ${names} from ${source}${semicolon}` : `const ${names} = require(${source})${semicolon}`;
}

/** A file that requires or exports through `module` and has no `import` or `export` of its own. */
function speaksCommonJs(root: SgNode, text: string): boolean {
  if (!/\brequire\s*\(|\bmodule\.exports\b|\bexports\./.test(text)) return false;
  return !root.namedChildren().some((node) => node.kind() === "import_statement" || node.kind() === "export_statement");
}

/** Imports of the file that end without a semicolon show its manner. */
function withoutSemicolons(text: string): boolean {
  return (
    /^(?:import\b.*|(?:const|let|var)\b.*\brequire\(.*\))["')]\s*$/m.test(text.slice(0, 20_000)) &&
    !/^(?:import|const|let|var)\b[^\n]*;\s*$/m.test(text.slice(0, 20_000))
  );
}

/** Is every name that an import wants already bound from the same module? */
export function isThere(wanted: Import, existing: readonly Import[]): boolean {
  const same = existing.filter((item) => sameModule(item.module, wanted.module));
  if (wanted.names.length === 0) return same.length > 0;
  return wanted.names.every(
    (name) =>
      same.some((item) => item.names.includes(name) || (item.names.includes("*") && name !== "*")) ||
      coveredByWildcard(wanted, existing),
  );
}

/** Java's `import java.util.*` brings `java.util.List`. */
function coveredByWildcard(wanted: Import, existing: readonly Import[]): boolean {
  const owner = wanted.module.slice(0, wanted.module.lastIndexOf("."));
  return owner !== "" && existing.some((item) => item.module === `${owner}.*`);
}

/** Node's own modules go with and without their prefix. */
export function sameModule(one: string, other: string): boolean {
  return one.replace(/^node:/, "") === other.replace(/^node:/, "");
}
