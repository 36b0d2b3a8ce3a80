import type { Language } from "../../../core/language.ts";
import type { Edit } from "../../../core/text.ts";
import { parse, type SgNode } from "../parse.ts";
import { sameModule, type ImportNode, type WantedImport } from "./import-statements.ts";

/** The edit that adds the wanted names to an import of the same module; undefined where there is none to join. */
export function mergeEdit(wanted: WantedImport, existing: readonly ImportNode[], language: Language): Edit | undefined {
  if (language === "python") return mergeInto(wanted, existing, pythonNames, "python");
  if (language === "javascript" || language === "typescript" || language === "tsx")
    return mergeInto(wanted, existing, namedImports, language);
  return undefined;
}

type Names = (root: SgNode) => SgNode[];

function mergeInto(
  wanted: WantedImport,
  existing: readonly ImportNode[],
  namesIn: Names,
  language: "python" | "javascript" | "typescript" | "tsx",
): Edit | undefined {
  const host = existing.find(
    (item) => sameModule(item.module, wanted.module) && namesIn(item.node).length > 0 && !isTypeOnly(item.node),
  );
  const statement = parse(language, `${wanted.statement}\n`).namedChildren()[0];
  if (!host || !statement || isTypeOnly(statement)) return undefined;
  const brought = namesIn(statement);
  // A default or namespace import beside the names can't join a list of names.
  if (brought.length === 0 || brought.length !== wanted.names.length) return undefined;
  const missing = brought.filter((_, index) => !host.names.includes(wanted.names[index] ?? ""));
  const last = namesIn(host.node).at(-1);
  if (!last || missing.length === 0) return undefined;
  const at = last.range().end.index;
  return { start: at, end: at, text: missing.map((name) => `, ${name.text()}`).join("") };
}

function isTypeOnly(node: SgNode): boolean {
  return node.children().some((child) => child.kind() === "type");
}

function pythonNames(node: SgNode): SgNode[] {
  return node.kind() === "import_from_statement" ? node.fieldChildren("name") : [];
}

/** The specifiers of `import { … }`, or the properties of `const { … } = require()`. */
function namedImports(node: SgNode): SgNode[] {
  const named = node.find({ rule: { any: [{ kind: "named_imports" }, { kind: "object_pattern" }] } });
  return named?.namedChildren().filter((child) => child.kind() !== "comment") ?? [];
}
