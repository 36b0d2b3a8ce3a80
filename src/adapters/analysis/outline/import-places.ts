import type { ParsedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import { isImporting, type ImportNode, type WantedImport } from "./import-statements.ts";

/** Where an import goes, and what is written there: the statement with the line ends (`\n`) and indentation that the place needs. */
export type ImportPlace = { at: number; write: (statement: string) => string };

export function importPlace(
  wanted: WantedImport,
  existing: readonly ImportNode[],
  root: SgNode,
  language: ParsedLanguage,
  text: string,
): ImportPlace {
  if (language === "go") return goPlace(wanted, existing, root, text);
  if (language === "c" || language === "cpp") return includePlace(wanted, existing, root, text);
  return statementPlace(root, language, text);
}

const behind = (at: number): ImportPlace => ({ at, write: (statement) => `\n${statement}` });

/** After the first run of imports, else after what must stay first, set off by a blank line. */
function statementPlace(root: SgNode, language: ParsedLanguage, text: string): ImportPlace {
  const children = root.namedChildren();
  let lastImport: SgNode | undefined;
  let lastHead: SgNode | undefined;
  for (const node of children) {
    if (isComment(node)) continue;
    if (isImporting(node, language) && node.kind() !== "future_import_statement") lastImport = node;
    else if (!lastImport && isHead(node, lastHead, language)) lastHead = node;
    else break;
  }
  if (lastImport) return behind(endOfLine(text, lastImport));
  if (lastHead) {
    const at = endOfLine(text, lastHead);
    const isFollowed = text.slice(at).trim() !== "";
    return {
      at,
      write: (statement) =>
        `\n\n${statement}${isFollowed && !/^\r?\n\s*?\r?\n/.test(text.slice(at, at + 200)) ? "\n" : ""}`,
    };
  }
  return topPlace(children, text);
}

/** Before the first code and the comment attached to it, after a detached comment such as a licence. */
function topPlace(children: readonly SgNode[], text: string): ImportPlace {
  const index = children.findIndex((node) => !isComment(node));
  let first = index < 0 ? undefined : children[index];
  for (let at = index - 1; first && at >= 0; at--) {
    const comment = children[at];
    if (!comment || comment.range().end.line < first.range().start.line - 1) break;
    // A file's first comment line may have to stay first: `#!`, `# -*- coding`.
    if (at === 0 && /^#(!|.*coding[:=])/.test(comment.text())) break;
    first = comment;
  }
  const offset = first ? lineStart(text, first.range().start.index) : text.length;
  const bom = text.startsWith("\uFEFF") ? 1 : 0;
  return { at: Math.max(offset, bom), write: (statement) => `${statement}\n\n` };
}

/** What must stand before imports: docstring, `from __future__`, directives, the package clause. */
function isHead(node: SgNode, previous: SgNode | undefined, language: ParsedLanguage): boolean {
  const kind = String(node.kind());
  if (kind === "future_import_statement" || kind === "package_declaration" || kind === "hash_bang_line") return true;
  const isLiteral = kind === "expression_statement" && node.namedChildren()[0]?.kind() === "string";
  return isLiteral && (language !== "python" || previous === undefined);
}

/** Inside the block of the standard library or of the others, in gofmt's order; single imports get a line of their own. */
function goPlace(wanted: WantedImport, existing: readonly ImportNode[], root: SgNode, text: string): ImportPlace {
  const inBlock = existing.filter((item) => item.node.parent()?.kind() === "import_spec_list");
  const isStandard = (module: string) => !(module.split("/")[0] ?? "").includes(".");
  const kin = inBlock.filter((item) => isStandard(item.module) === isStandard(wanted.module));
  const before = kin.findLast((item) => item.module < wanted.module);
  if (before) return { at: endOfLine(text, before.node), write: (statement) => `\n\t${statement}` };
  const first = kin[0] ?? (isStandard(wanted.module) ? inBlock[0] : undefined);
  if (first) {
    const gap = kin.length > 0 ? "" : "\n";
    return { at: lineStart(text, first.node.range().start.index), write: (statement) => `\t${statement}\n${gap}` };
  }
  const last = inBlock.at(-1);
  if (last) return { at: endOfLine(text, last.node), write: (statement) => `\n\n\t${statement}` };
  const declaration = existing.at(-1)?.node.parent();
  if (declaration) return { at: endOfLine(text, declaration), write: (statement) => `\nimport ${statement}` };
  const clause = root.namedChildren().find((node) => node.kind() === "package_clause");
  if (!clause) return { at: 0, write: (statement) => `import ${statement}\n` };
  return { at: endOfLine(text, clause), write: (statement) => `\n\nimport ${statement}` };
}

/** After the last include of its kind (`<…>` or `"…"`) that stands under no condition but the include guard. */
function includePlace(wanted: WantedImport, existing: readonly ImportNode[], root: SgNode, text: string): ImportPlace {
  const guard = root.namedChildren().find((node) => node.kind() === "preproc_ifdef");
  const isPlain = (node: SgNode) => {
    const parent = node.parent();
    return (
      parent === null ||
      parent.kind() === "translation_unit" ||
      (parent.id() === guard?.id() && /^\s*#\s*ifndef/.test(parent.text().slice(0, 50)))
    );
  };
  const plain = existing.filter((item) => isPlain(item.node));
  const isSystem = (module: string) => module.startsWith("<");
  const kin = plain.filter((item) => isSystem(item.module) === isSystem(wanted.module));
  const last = kin.at(-1) ?? (isSystem(wanted.module) ? undefined : plain.at(-1));
  if (last) return behind(endOfLine(text, last.node));
  const first = plain[0];
  if (first) return { at: lineStart(text, first.node.range().start.index), write: (statement) => `${statement}\n` };
  const define = guard?.namedChildren().find((node) => node.kind() === "preproc_def");
  if (guard && define && /^\s*#\s*ifndef/.test(guard.text().slice(0, 50))) {
    return { at: endOfLine(text, define), write: (statement) => `\n\n${statement}` };
  }
  return topPlace(root.namedChildren(), text);
}

function isComment(node: SgNode): boolean {
  return String(node.kind()).endsWith("comment");
}

/** The end of the line on which a node ends, before its line end: a comment behind the node stays with it. */
function endOfLine(text: string, node: SgNode): number {
  const { start, end } = node.range();
  const last = start.index + text.slice(start.index, end.index).trimEnd().length;
  const newline = text.indexOf("\n", last);
  const rest = text.slice(last, newline < 0 ? text.length : newline);
  // Another statement on the same line: go between them.
  if (!/^[ \t;]*(?:(?:\/\/|#|\/\*).*)?\r?$/.test(rest)) return last;
  return last + rest.replace(/\r$/, "").length;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}
