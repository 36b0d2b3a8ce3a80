import type { CompiledFix } from "./compile-rule.ts";
import type { RuleFile } from "./rule-schema.ts";

/**
 * The callees, modules and words that a rule's own repair may bring into a unit: what its file lists, and every name in
 * its templates, imports, secure patterns and fixers. A dotted name counts whole and by its parts.
 */
export function vocabularyOf(file: RuleFile, fixes: readonly CompiledFix[]): string[] {
  const texts = file.secure.flatMap((shape) => patternsIn([shape.rule, shape.constraints]));
  for (const fix of fixes) {
    texts.push(...fix.imports);
    if ("rewrite" in fix) texts.push(fix.rewrite);
    else texts.push(...fix.fixer.vocabulary);
  }
  return [...new Set([...file.vocabulary, ...texts.flatMap(namesIn)])].toSorted();
}

function patternsIn(value: unknown): string[] {
  if (typeof value === "string") return [];
  if (Array.isArray(value)) return value.flatMap(patternsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    (key === "pattern" || key === "context") && typeof part === "string" ? [part] : patternsIn(part),
  );
}

function namesIn(text: string): string[] {
  const names = text.replaceAll(/\$+[A-Z_][A-Z0-9_]*/g, " ").match(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g) ?? [];
  return names.flatMap((name) => [name, ...name.split(".")]);
}
