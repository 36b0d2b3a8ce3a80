import type { Import } from "../../../core/analysis.ts";
import { isOptional, type OutlinedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import { OPTIONAL_IMPORTS } from "./optional-imports.ts";
import { spanOfNodes } from "../span-of-node.ts";

/** The imports that one node makes; a name `*` stands for names that can't be known here. */
export function importsOf(node: SgNode, language: OutlinedLanguage): Import[] {
  const span = spanOfNodes(node);
  return readersOf(language)(node).map(({ module, names }) => ({ module, names, span }));
}

type Read = { module: string; names: string[] };

function readersOf(language: OutlinedLanguage): (node: SgNode) => Read[] {
  if (isOptional(language)) return OPTIONAL_IMPORTS[language];
  switch (language) {
    case "python":
      return python;
    case "java":
      return java;
    case "go":
      return go;
    case "c":
    case "cpp":
      return (node) => [{ module: unquoted(node.field("path")?.text() ?? ""), names: [] }];
    default:
      return ecmascript;
  }
}

function python(node: SgNode): Read[] {
  const items = node.fieldChildren("name");
  const bound = (item: SgNode) => (item.field("alias") ?? item).text();
  if (node.kind() === "import_statement") {
    return items.map((item) => ({
      module: (item.field("name") ?? item).text(),
      names: [bound(item).split(".")[0] ?? ""],
    }));
  }
  const module = node.kind() === "future_import_statement" ? "__future__" : (node.field("module_name")?.text() ?? "");
  const wildcard = node.namedChildren().some((child) => child.kind() === "wildcard_import");
  return [{ module, names: wildcard ? ["*"] : items.map(bound) }];
}

function ecmascript(node: SgNode): Read[] {
  // TypeScript's `import x = require("m")`.
  const required = node.namedChildren().find((child) => child.kind() === "import_require_clause");
  const source = node.field("source") ?? required?.field("source");
  if (!source) return [];
  const clause = node.namedChildren().find((child) => child.kind() === "import_clause");
  const specifiers = clause
    ?.findAll({ rule: { kind: "import_specifier" } })
    .map((item) => (item.field("alias") ?? item.field("name") ?? item).text());
  const plain = clause?.namedChildren().flatMap((child) => {
    if (child.kind() === "identifier") return [child.text()];
    return child.kind() === "namespace_import" ? child.namedChildren().map((name) => name.text()) : [];
  });
  const bound = required?.namedChildren().filter((child) => child.kind() === "identifier");
  return [
    {
      module: unquoted(source.text()),
      names: [...(bound?.map((name) => name.text()) ?? []), ...(plain ?? []), ...(specifiers ?? [])],
    },
  ];
}

/** `require("x")` as a declaration: what `const { a, b: c } = require("x")` binds. Undefined for other calls. */
export function requireOf(call: SgNode): Import | undefined {
  const source = call.field("arguments")?.namedChildren()[0];
  if (!source || source.kind() !== "string") return undefined;
  const declarator = call
    .ancestors()
    .slice(0, 4)
    .find((node) => node.kind() === "variable_declarator");
  const pattern = declarator?.field("name");
  const names = !pattern
    ? []
    : pattern.kind() === "identifier"
      ? [pattern.text()]
      : pattern
          .findAll({ rule: { any: [{ kind: "shorthand_property_identifier_pattern" }, { kind: "identifier" }] } })
          .map((name) => name.text());
  return { module: unquoted(source.text()), names, span: spanOfNodes(declarator?.parent() ?? call) };
}

function java(node: SgNode): Read[] {
  const path =
    node
      .namedChildren()
      .find((child) => String(child.kind()).endsWith("identifier"))
      ?.text()
      .replaceAll(/\s+/g, "") ?? "";
  const wildcard = node.namedChildren().some((child) => child.kind() === "asterisk");
  return [{ module: wildcard ? `${path}.*` : path, names: [wildcard ? "*" : path.slice(path.lastIndexOf(".") + 1)] }];
}

function go(node: SgNode): Read[] {
  const module = unquoted(node.field("path")?.text() ?? "");
  const alias = node.field("name")?.text();
  if (alias === "_") return [{ module, names: [] }];
  return [{ module, names: [alias === "." ? "*" : (alias ?? goPackageName(module))] }];
}

/** The usual name of a Go package, from its path: `gopkg.in/yaml.v3` is `yaml`, `example.com/go-redis/v9` is `redis`. */
function goPackageName(path: string): string {
  const parts = path.split("/").filter((part, index) => index === 0 || !/^v\d+$/.test(part));
  const last = (parts.at(-1) ?? path).replace(/\.v\d+$/, "");
  return (
    last
      .replace(/^go-/, "")
      .replace(/[.-]go$/, "")
      .split("-")
      .at(-1) ?? last
  );
}

function unquoted(text: string): string {
  return text.replace(/^["'`]|["'`]$/g, "");
}
