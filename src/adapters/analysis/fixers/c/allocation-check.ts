import { z } from "zod";
import { indentAt } from "../../rules/expand-template.ts";
import type { SgNode } from "../../parse.ts";
import type { Fixer, FixerInput, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/**
 * C: after an allocation leaves the function when there is no memory, with the answer that says failure: NULL from a function
 * that gives a pointer, nothing from a void one, `-1` from one that gives `-1` elsewhere. Other functions are left to people.
 */
export const allocationCheck: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return { fix: checked, vocabulary: ["NULL"] };
};

function checked({ match, source }: FixerInput): ReturnType<Fixer["fix"]> {
  const pointer = match.getMatch("POINTER")?.text();
  const owner = match.ancestors().find((node) => node.is("function_definition"));
  const failure = owner && failureOf(owner);
  if (!pointer || failure === undefined || !match.parent()?.is("compound_statement")) return undefined;
  // Whatever was allocated or opened before would leak.
  const before =
    owner?.findAll({ rule: { kind: "call_expression", regex: "^(malloc|calloc|strdup|fopen|open)\\(" } }) ?? [];
  if (before.some((call) => call.range().end.index < match.range().start.index)) return undefined;
  const { start, end } = match.range();
  const eol = source.text.includes("\r\n") ? "\r\n" : "\n";
  const indent = indentAt(source.text, start.index);
  const step = indent.includes("\t") ? "\t" : "    ";
  const text = `${eol}${indent}if (!${pointer})${eol}${indent}${step}${failure}`;
  return { edits: [{ start: end.index, end: end.index, text }] };
}

function failureOf(owner: SgNode): string | undefined {
  if (owner.field("declarator")?.is("pointer_declarator")) return "return NULL;";
  const type = owner.field("type")?.text();
  if (type === "void") return "return;";
  return owner.has({ rule: { kind: "return_statement", regex: "^return -1;$" } }) ? "return -1;" : undefined;
}
