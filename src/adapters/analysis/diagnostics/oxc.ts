import { parseSync, type OxcError } from "oxc-parser";
import type { Diagnostic, Source } from "../../../core/analysis.ts";
import { lineStarts, spanOf } from "../../../core/text.ts";

const MAX_DIAGNOSTICS = 500;
const MAX_MESSAGE_LENGTH = 200;

type ScriptLanguage = "javascript" | "typescript" | "tsx";
type SourceType = "module" | "commonjs" | "unambiguous";

/** What a compiler of JavaScript or TypeScript refuses: syntax, redeclared names, misplaced `return`, `await`, `break`. */
export function oxcDiagnostics({ path, text }: Source, language: ScriptLanguage): Diagnostic[] {
  const starts = lineStarts(text);
  return errorsOf(path, text, language)
    .slice(0, MAX_DIAGNOSTICS)
    .map((error) => {
      const redeclared = /already been declared/.test(error.message);
      // Of a redeclaration the last label is the second place.
      const { start, end } = error.labels.at(redeclared ? -1 : 0) ?? { start: 0, end: 0 };
      return {
        kind: redeclared ? "redeclared" : "syntax",
        message: error.message.slice(0, MAX_MESSAGE_LENGTH),
        span: spanOf(text, Math.min(start, text.length), Math.min(end, text.length), starts),
        by: "oxc",
      };
    });
}

/**
 * The errors under the reading of the file that finds fewest: `.js` may be a module or CommonJS, may hold JSX (so may
 * no `<T>x` cast be in it), and only a package.json that we don't see could tell.
 */
function errorsOf(path: string, text: string, language: ScriptLanguage): OxcError[] {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const lang = language === "javascript" ? "jsx" : language === "tsx" ? "tsx" : path.endsWith(".d.ts") ? "dts" : "ts";
  const parse = (sourceType: SourceType) =>
    parseSync(`file.${lang}`, text, { lang, sourceType, showSemanticErrors: true });
  if (/^[mc][jt]s$/.test(extension)) return parse(extension.startsWith("m") ? "module" : "commonjs").errors;
  const { errors, module } = parse("unambiguous");
  if (errors.length === 0 || module.hasModuleSyntax) return withoutFlow(errors);
  const asScript = parse("commonjs").errors;
  return withoutFlow(asScript.length < errors.length ? asScript : errors);
}

/** Flow's types are a language of their own, which nothing here can check. */
function withoutFlow(errors: OxcError[]): OxcError[] {
  return errors.some((error) => error.message.startsWith("Flow is not supported")) ? [] : errors;
}
