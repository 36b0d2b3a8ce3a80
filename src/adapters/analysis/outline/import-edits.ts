import { isParsed, type Language, type ParsedLanguage } from "../../../core/language.ts";
import type { Edit } from "../../../core/text.ts";
import type { SgNode } from "../parse.ts";
import { importPlace } from "./import-places.ts";
import { existingImports, isThere, wantedImports, type ImportNode, type WantedImport } from "./import-statements.ts";
import { mergeEdit } from "./import-merge.ts";

/** Statements over this length or number are no imports that a repair needs. */
const STATEMENT_LIMIT = 300;
const STATEMENTS_LIMIT = 20;

/**
 * Edits that bring import statements to the place where the language and the file want them, in the file's own line ends.
 *
 * What is already imported brings none; names join an existing import of the same module. A statement that is anything other than
 * imports is dropped: it may come from a model, and code is not welcome here. CommonJS files get `require`, modules get `import`.
 */
export function importEdits(root: SgNode, language: Language, text: string, statements: readonly string[]): Edit[] {
  if (!isParsed(language)) return [];
  const existing = existingImports(root, language);
  const edits: Edit[] = [];
  const added: WantedImport[] = [];
  for (const statement of statements.slice(0, STATEMENTS_LIMIT)) {
    if (statement.length > STATEMENT_LIMIT) continue;
    for (const wanted of wantedImports(statement, language, root, text)) {
      if (isThere(wanted, existing) || isThere(wanted, added)) continue;
      const merged = mergeEdit(wanted, existing, language);
      if (merged) edits.push(merged);
      else added.push(wanted);
    }
  }
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return joined([...edits, ...insertions(added, existing, root, language, text, eol)]);
}

function insertions(
  added: readonly WantedImport[],
  existing: readonly ImportNode[],
  root: SgNode,
  language: ParsedLanguage,
  text: string,
  eol: string,
): Edit[] {
  return added.map((wanted) => {
    const place = importPlace(wanted, existing, root, language, text);
    return { start: place.at, end: place.at, text: place.write(wanted.statement).replaceAll("\n", eol) };
  });
}

/** Edits at one place become one edit, so that their order can't be lost. */
function joined(edits: readonly Edit[]): Edit[] {
  const result: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && last.start === edit.start && last.end === edit.end) last.text = joinAt(last.text, edit.text);
    else result.push({ ...edit });
  }
  return result;
}

/** Blank lines that set the imports off from the code are wanted once, not once a statement. */
function joinAt(first: string, second: string): string {
  const blank = /^((?:\r?\n)*)([\s\S]*?)((?:\r?\n)*)$/;
  const [, , , tail = ""] = blank.exec(first) ?? [];
  const [, head = "", middle = ""] = blank.exec(second) ?? [];
  const eol = (tail + head).includes("\r\n") ? "\r\n" : "\n";
  if (tail === "" && head === "") return first + second;
  return first.slice(0, first.length - tail.length) + eol + middle + tail;
}
