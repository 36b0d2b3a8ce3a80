import type { Diagnostic, Source } from "../../../core/analysis.ts";
import type { ParsedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import { grammarDiagnostics } from "./grammar.ts";

/**
 * Problems of syntax and binding, by position, by every front end that the language has here.
 *
 * The same text always gives the same list, so that callers can compare before and after a patch.
 */
export async function diagnosticsOf(root: SgNode, source: Source, language: ParsedLanguage): Promise<Diagnostic[]> {
  const diagnostics = [...grammarDiagnostics(root), ...(await frontEndDiagnostics(source, language))];
  return diagnostics.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Loaded only for their language: each costs up to a quarter of a second at its first use. */
async function frontEndDiagnostics(source: Source, language: ParsedLanguage): Promise<Diagnostic[]> {
  switch (language) {
    case "python":
      return (await import("./ruff.ts")).ruffDiagnostics(source.text);
    case "javascript":
    case "typescript":
    case "tsx":
      return (await import("./oxc.ts")).oxcDiagnostics(source, language);
    default:
      return [];
  }
}
