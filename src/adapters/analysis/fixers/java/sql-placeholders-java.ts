import { z } from "zod";
import type { Edit } from "../../../../core/text.ts";
import type { SgNode } from "../../parse.ts";
import type { Fixer, FixerInput } from "../fixer.ts";
import { bindSql, type BoundSql } from "../sql-text.ts";
import { fixedText } from "../text-part.ts";
import { onlyDefinitionOfJava } from "./definition-of-java.ts";
import { preparedStatementEdits } from "./prepared-statement.ts";
import { textPartsJava } from "./text-parts-java.ts";

const Options = z.strictObject({});

/** Takes values out of a SQL text and binds them, as JDBC, Spring's JdbcTemplate or JPA has it. */
export function sqlPlaceholdersJava(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["PreparedStatement", "java.sql.PreparedStatement", "prepareStatement", "setObject", "setParameter"],
    fix(input) {
      const sql = input.match.getMatch("SQL");
      const text = sql && (textPartsJava(sql) ? sql : onlyDefinitionOfJava(sql));
      const parts = text && textPartsJava(text);
      const bound = parts && bindSql(parts);
      if (!sql || !bound || /\?/.test(fixedText(parts))) return undefined;
      const numbered = /^createQuery$/.test(input.match.field("name")?.text() ?? "");
      const written = bound.pieces
        .map((piece, index) => piece + (index < bound.values.length ? (numbered ? `?${index + 1}` : "?") : ""))
        .join("");
      const statement = { start: text.range().start.index, end: text.range().end.index, text: `"${written}"` };
      return bindEdits(input, sql, text, valuesOf(bound), statement);
    },
  };
}

function valuesOf({ values }: BoundSql): string[] {
  return values.map(({ before, value, after }) =>
    [before && `"${before}"`, value.text(), after && `"${after}"`].filter(Boolean).join(" + "),
  );
}

function bindEdits(input: FixerInput, sql: SgNode, text: SgNode, values: readonly string[], statement: Edit) {
  const { match } = input;
  const method = match.field("name")?.text() ?? "";
  const owner = match.field("object")?.text() ?? "";
  if (/jdbc_?template$|^jdbc$/i.test(owner)) {
    const close = match.field("arguments")?.range().end.index;
    if (close === undefined) return undefined;
    return { edits: [statement, { start: close - 1, end: close - 1, text: `, ${values.join(", ")}` }] };
  }
  if (/^create(?:Native)?Query$/.test(method)) {
    const at = match.range().end.index;
    const set = values.map((value, index) => `.setParameter(${index + 1}, ${value})`).join("");
    return { edits: [statement, { start: at, end: at, text: set }] };
  }
  return preparedStatementEdits(input, sql, text, values, statement);
}
