import type { Edit } from "../../../core/text.ts";
import type { Language } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";

/** Stands in until `outline/import-edits.ts` is there: after the last import of the file, or at its top. */
export function importEdits(root: SgNode, _language: Language, text: string, statements: readonly string[]): Edit[] {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const missing = [...new Set(statements)].filter((statement) => !text.split(/\r?\n/).includes(statement));
  if (missing.length === 0) return [];
  const last = root.namedChildren().findLast((node) => /import|include/.test(String(node.kind())));
  const written = missing.join(eol);
  if (!last) return [{ start: 0, end: 0, text: `${written}${eol}` }];
  // The include node of C ends after its line.
  const end = last.range().start.index + last.text().trimEnd().length;
  return [{ start: end, end, text: `${eol}${written}` }];
}
