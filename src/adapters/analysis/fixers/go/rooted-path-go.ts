import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer } from "../fixer.ts";
import { onlyDefinitionOfGo } from "./definition-of-go.ts";
import { textPartsGo } from "./text-parts-go.ts";

const Options = z.strictObject({});

/** Cleans the last part of a path as if it began at the root, so that no `..` is left. Only where a folder stands before it. */
export function rootedPathGo(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["filepath", "path/filepath", "filepath.Clean", "filepath.Join", "Clean", "Join"],
    fix({ match }) {
      const given = match.getMatch("PATH");
      const path = given && (onlyDefinitionOfGo(given) ?? given);
      const edit = path && (joinEdit(path) ?? sumEdit(path));
      return edit ? { edits: [edit], imports: ['import "path/filepath"'] } : undefined;
    },
  };
}

function rooted(name: string): string {
  return `filepath.Clean("/"+${name})`;
}

function isText(node: SgNode): boolean {
  return (
    /^(?:identifier|selector_expression|call_expression)$/.test(String(node.kind())) ||
    /^mux\.Vars\(\w+\)\["\w+"\]$/.test(node.text())
  );
}

function joinEdit(path: SgNode) {
  if (!path.is("call_expression") || !/^(?:file)?path\.Join$/.test(path.field("function")?.text() ?? ""))
    return undefined;
  const names = path.field("arguments")?.namedChildren() ?? [];
  const last = names.at(-1);
  if (!last || names.length < 2 || !isText(last)) return undefined;
  return { start: last.range().start.index, end: last.range().end.index, text: rooted(last.text()) };
}

/** `"files/" + name` becomes a join of both. */
function sumEdit(path: SgNode) {
  const [folder, name, ...rest] = textPartsGo(path) ?? [];
  if (!path.is("binary_expression") || folder?.fixed === undefined || !/.\/$/.test(folder.fixed) || rest.length > 0)
    return undefined;
  if (!name || name.fixed !== undefined || !isText(name.value)) return undefined;
  const { start, end } = path.range();
  return {
    start: start.index,
    end: end.index,
    text: `filepath.Join("${folder.fixed.slice(0, -1)}", ${rooted(name.value.text())})`,
  };
}
