import type { Rewrite } from "../../core/analysis.ts";
import { familyOf, type ParsedLanguage } from "../../core/language.ts";
import { contains, type Edit, type LineRange } from "../../core/text.ts";
import { importEdits } from "./outline/import-edits.ts";
import type { SgNode } from "./parse.ts";
import { expandTemplate } from "./rules/expand-template.ts";
import { spanOfNodes } from "./span-of-node.ts";

/** A pattern that matches more often is no repair of one place. */
const MAX_MATCHES = 20;

/**
 * The edits of each rewrite that applies inside the lines, imports included; those that match nowhere are left out.
 *
 * Patterns come from knowledge entries: one that isn't valid in this language simply doesn't apply.
 */
export function rewriteEdits(
  root: SgNode,
  language: ParsedLanguage,
  text: string,
  wanted: { rewrites: readonly Rewrite[]; lines: LineRange },
): { rewrite: Rewrite; edits: Edit[] }[] {
  return wanted.rewrites
    .filter((rewrite) => familyOf(rewrite.language) === familyOf(language))
    .map((rewrite) => ({ rewrite, edits: editsOf(root, language, text, rewrite, wanted.lines) }))
    .filter(({ edits }) => edits.length > 0);
}

function editsOf(root: SgNode, language: ParsedLanguage, text: string, rewrite: Rewrite, lines: LineRange): Edit[] {
  const edits: Edit[] = [];
  let from = 0;
  for (const match of matchesOf(root, rewrite.pattern)) {
    const span = spanOfNodes(match);
    // Matches come outer before inner; the inner ones went into the outer one's replacement.
    if (!contains(lines, span) || span.start < from) continue;
    const replacement = expandTemplate(rewrite.replacement, match, text, span.start);
    if (replacement === undefined) continue;
    edits.push({ start: span.start, end: span.end, text: replacement });
    from = span.end;
  }
  if (edits.length === 0 || edits.length > MAX_MATCHES) return [];
  return [...edits, ...importEdits(root, language, text, rewrite.imports ?? [])].toSorted((a, b) => a.start - b.start);
}

function matchesOf(root: SgNode, pattern: string): SgNode[] {
  try {
    return root.findAll({ rule: { pattern } });
  } catch {
    return [];
  }
}
