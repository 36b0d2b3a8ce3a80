import type { RuleFix } from "../../../core/analysis.ts";
import { applyEdits, type Edit } from "../../../core/text.ts";
import type { FixerInput } from "../fixers/fixer.ts";
import type { CompiledFix } from "./compile-rule.ts";
import { expandTemplate } from "./expand-template.ts";
import { importEdits } from "../outline/import-edits.ts";
import { boundNodes } from "../span-of-node.ts";

/** The candidate repairs of one match, in the rule's order; those that don't apply here are left out. */
export function fixesOf(fixes: readonly CompiledFix[], input: FixerInput): RuleFix[] {
  return fixes.flatMap((fix) => {
    const made = "rewrite" in fix ? rewritten(fix.rewrite, fix.target, input) : fix.fixer.fix(input);
    if (!made) return [];
    const { root, source } = input;
    const imports = [...fix.imports, ...(made.imports ?? [])];
    const edits = [...made.edits, ...importEdits(root, source.language, source.text, imports)].toSorted(
      (a, b) => a.start - b.start,
    );
    return changes(source.text, edits) ? [{ title: fix.title, edits }] : [];
  });
}

function rewritten(
  template: string,
  target: string | undefined,
  { match, source }: FixerInput,
): { edits: Edit[]; imports?: string[] } | undefined {
  const [first, last] = (target === undefined ? undefined : boundNodes(match, target)) ?? [match, match];
  const [start, end] = [first.range().start.index, last.range().end.index];
  const text = expandTemplate(template, match, source.text, start);
  return text === undefined ? undefined : { edits: [{ start, end, text }] };
}

function changes(text: string, edits: readonly Edit[]): boolean {
  try {
    return applyEdits(text, edits) !== text;
  } catch {
    return false; // Overlapping edits: the candidate can't be applied, so it isn't one.
  }
}
