import type { Import } from "../../../core/analysis.ts";
import type { OptionalLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";

type Read = Omit<Import, "span">;

/** Nobody nests lists of imports deeper. */
const MAX_DEPTH = 20;

/** What one import of an optional language brings: the whole path as `module`, and the name that it binds. */
export const OPTIONAL_IMPORTS: Readonly<Record<OptionalLanguage, (node: SgNode) => Read[]>> = {
  rust: (node) =>
    node.kind() === "extern_crate_declaration"
      ? named(node.field("name")?.text() ?? "", "::", node.field("alias")?.text())
      : rust(node.field("argument"), "", 0),
  ruby: () => [],
  php,
  csharp(node) {
    const path = node.namedChildren().at(-1)?.text() ?? "";
    const alias = node.field("name")?.text();
    return [{ module: tight(path), names: [alias ?? "*"] }];
  },
  kotlin(node) {
    const path = tight(child(node, "identifier")?.text() ?? "");
    if (child(node, "wildcard_import")) return [{ module: `${path}.*`, names: ["*"] }];
    return named(path, ".", child(node, "import_alias")?.namedChildren()[0]?.text());
  },
  swift: (node) => [{ module: tight(child(node, "identifier")?.text() ?? ""), names: ["*"] }],
  scala(node) {
    const path = node
      .fieldChildren("path")
      .map((part) => part.text())
      .join("");
    const selectors = child(node, "namespace_selectors");
    if (!selectors) return child(node, "namespace_wildcard") ? [{ module: path, names: ["*"] }] : named(path, ".");
    return selectors
      .namedChildren()
      .map((item) => ({ module: path, names: [(item.field("alias") ?? item).text().replace(/^[_*]$|^given$/, "*")] }));
  },
};

function rust(node: SgNode | null, prefix: string, depth: number): Read[] {
  if (!node || depth > MAX_DEPTH) return [];
  const within = (text: string): string => (prefix === "" ? tight(text) : `${prefix}::${tight(text)}`);
  switch (node.kind()) {
    case "scoped_use_list":
      return rust(node.field("list"), within(node.field("path")?.text() ?? ""), depth + 1);
    case "use_list":
      return node.namedChildren().flatMap((item) => rust(item, prefix, depth + 1));
    case "use_wildcard":
      return [{ module: within(node.namedChildren()[0]?.text() ?? ""), names: ["*"] }];
    case "use_as_clause":
      return named(within(node.field("path")?.text() ?? ""), "::", node.field("alias")?.text());
    case "self":
      return named(prefix, "::");
    case "line_comment":
    case "block_comment":
      return [];
    default:
      return named(within(node.text()), "::");
  }
}

function php(node: SgNode): Read[] {
  const group = node.field("body");
  const prefix = group ? `${child(node, "namespace_name")?.text() ?? ""}\\` : "";
  return (group ?? node)
    .namedChildren()
    .filter((item) => item.kind() === "namespace_use_clause")
    .flatMap((item) => {
      const path = item.namedChildren().find((part) => /^(qualified_)?name$/.test(String(part.kind())));
      return named(`${prefix}${path?.text() ?? ""}`, "\\", item.field("alias")?.text());
    });
}

/** A path binds its last part, or its alias. */
function named(path: string, separator: string, alias?: string): Read[] {
  return path === "" ? [] : [{ module: path, names: [alias ?? path.split(separator).at(-1) ?? path] }];
}

function child(node: SgNode, kind: string): SgNode | undefined {
  return node.namedChildren().find((each) => each.kind() === kind);
}

function tight(text: string): string {
  return text.replaceAll(/\s+/g, "");
}
