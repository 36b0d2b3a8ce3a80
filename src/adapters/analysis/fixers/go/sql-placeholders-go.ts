import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer } from "../fixer.ts";
import { bindSql, type BoundValue } from "../sql-text.ts";
import { fixedText } from "../text-part.ts";
import { onlyDefinitionOfGo } from "./definition-of-go.ts";
import { markOfGo, textPartsGo } from "./text-parts-go.ts";
import { unneededImport } from "./unneeded-import.ts";

const Options = z.strictObject({});

/** By the driver that the file imports. */
const NUMBERED = /"github\.com\/(?:lib\/pq|jackc\/pgx)[^"]*"/;
const QUESTION = /"(?:github\.com\/(?:go-sql-driver\/mysql|mattn\/go-sqlite3|glebarez\/\w+)|modernc\.org\/sqlite)"/;

/** Takes values out of a SQL text and passes them as arguments, in the placeholders of the driver that the file imports. */
export function sqlPlaceholdersGo(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: [],
    fix({ match, root, source }) {
      const sql = match.getMatch("SQL");
      const text = sql && (textPartsGo(sql) ? sql : onlyDefinitionOfGo(sql));
      const parts = text && textPartsGo(text);
      const bound = parts && bindSql(parts);
      const mark = text && markOfGo(text);
      const numbered = NUMBERED.test(source.text);
      if (!sql || !bound || !mark || numbered === QUESTION.test(source.text)) return undefined;
      if (/Prepare/.test(match.field("function")?.text() ?? "") || (numbered ? /\$\d/ : /\?/).test(fixedText(parts)))
        return undefined;
      if (match.field("arguments")?.namedChildren().at(-1)?.id() !== sql.id()) return undefined;
      // A number with text around it would need a conversion.
      if (bound.values.some(({ before, after, verb }) => before + after !== "" && verb === "d")) return undefined;
      const placeholder = (index: number): string => (numbered ? `$${index + 1}` : "?");
      const written = bound.pieces
        .map((piece, index) => piece + (index < bound.values.length ? placeholder(index) : ""))
        .join("");
      const at = sql.range().end.index;
      const passed = `, ${bound.values.map((value) => valueText(value, mark)).join(", ")}`;
      const statement = { ...rangeOf(text), text: `${mark}${written}${mark}` };
      const edits =
        text.id() === sql.id()
          ? [{ ...statement, text: statement.text + passed }]
          : [statement, { start: at, end: at, text: passed }];
      return { edits: [...edits, ...unneededImport(root, source.text, "fmt", edits)] };
    },
  };
}

function rangeOf(node: SgNode): { start: number; end: number } {
  const { start, end } = node.range();
  return { start: start.index, end: end.index };
}

function valueText({ before, value, after }: BoundValue, mark: string): string {
  return [before && `${mark}${before}${mark}`, value.text(), after && `${mark}${after}${mark}`]
    .filter(Boolean)
    .join("+");
}
