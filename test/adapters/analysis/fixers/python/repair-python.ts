import type { MakeFixer } from "../../../../../src/adapters/analysis/fixers/fixer.ts";
import { parse } from "../../../../../src/adapters/analysis/parse.ts";
import { applyEdits } from "../../../../../src/core/text.ts";

/** The text after a fixer's repair of the last call whose callee matches; undefined where it makes none. Imports are left out. */
export function repairPython(
  make: MakeFixer,
  callee: string,
  text: string,
  options: Record<string, unknown> = {},
): string | undefined {
  const root = parse("python", text);
  const match = root.findAll({ rule: { kind: "call", has: { field: "function", regex: callee } } }).at(-1);
  if (!match) throw new Error(`no call of ${callee}`);
  const made = make(options).fix({ root, match, source: { path: "a.py", language: "python", text } });
  return made && applyEdits(text, made.edits);
}
