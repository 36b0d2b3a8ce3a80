import { z } from "zod";
import { indentAt } from "../../rules/expand-template.ts";
import type { SgNode } from "../../parse.ts";
import type { Fixer, FixerInput, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/**
 * Python: after `path = os.path.join(folder, …)` refuses a path that resolves to a place outside the folder: with `abort(404)` in a
 * Flask view, else with a `ValueError`.
 */
export const pathGuard: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    fix: guarded,
    vocabulary: [
      "os.path.commonpath",
      "os.path.realpath",
      "commonpath",
      "realpath",
      "os",
      "abort",
      "flask",
      "ValueError",
    ],
  };
};

function guarded({ root, match, source }: FixerInput): ReturnType<Fixer["fix"]> {
  const use = match.getMatch("PATH");
  const scope = use?.ancestors().find((node) => node.is("function_definition"));
  if (!use?.is("identifier") || !scope) return undefined;
  const assignments = scope.findAll({ rule: { pattern: `${use.text()} = os.path.join($FOLDER, $$$_)` } });
  const all = scope.findAll({ rule: { kind: "assignment", has: { field: "left", regex: `^${use.text()}$` } } });
  const [assignment] = assignments;
  const folder = assignment?.getMatch("FOLDER");
  const statement = assignment?.is("expression_statement") ? assignment : assignment?.parent();
  if (!folder || all.length !== 1 || !statement?.is("expression_statement") || !isFolder(folder)) return undefined;
  const { start, end } = statement.range();
  const flask = root.has({ rule: { pattern: "from flask import $$$_" } });
  const indent = indentAt(source.text, start.index);
  const eol = source.text.includes("\r\n") ? "\r\n" : "\n";
  const real = (text: string) => `os.path.realpath(${text})`;
  const condition = `os.path.commonpath([${real(folder.text())}, ${real(use.text())}]) != ${real(folder.text())}`;
  const refusal = flask ? "abort(404)" : `raise ValueError("the path leaves its folder")`;
  const step = indent.includes("\t") ? "\t" : "    ";
  return {
    edits: [
      { start: end.index, end: end.index, text: `${eol}${indent}if ${condition}:${eol}${indent}${step}${refusal}` },
    ],
    imports: ["import os", ...(flask ? ["from flask import abort"] : [])],
  };
}

/** Evaluated three times, so it must be a name or a literal; and a literal of the whole path's start. */
function isFolder(node: SgNode): boolean {
  return /^(?:identifier|attribute|string)$/.test(String(node.kind())) || /^[\w.]+\[["']\w+["']\]$/.test(node.text());
}
