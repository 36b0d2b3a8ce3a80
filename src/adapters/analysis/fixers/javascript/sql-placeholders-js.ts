import { z } from "zod";
import type { Edit } from "../../../../core/text.ts";
import type { SgNode } from "../../parse.ts";
import type { Fixer, FixerInput } from "../fixer.ts";
import { onlyDefinitionOf } from "./definition-of.ts";
import { bindSql, type BoundSql, type BoundValue } from "../sql-text.ts";
import { sqlDriver, type SqlDriver } from "./sql-driver.ts";
import { fixedText } from "../text-part.ts";
import { textParts } from "./text-parts.ts";

const Options = z.strictObject({});

/**
 * Takes values out of a SQL text and passes them beside it, in the placeholders of the driver that the file imports.
 * Only values: a table, a column or a list of unknown length brings no repair.
 */
export function sqlPlaceholdersJs(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["replacements", "$queryRaw", "$executeRaw", "queryRaw", "executeRaw"],
    fix(input) {
      const sql = input.match.getMatch("SQL");
      const text = sql && (textParts(sql) ? sql : onlyDefinitionOf(sql, input.root));
      const parts = text && textParts(text);
      const bound = parts && bindSql(parts);
      if (!sql || !text || !bound) return undefined;
      const callee = input.match.field("function")?.text() ?? "";
      if (/\$(?:query|execute)RawUnsafe$/.test(callee)) return asTag(input.match, text, sql, bound);
      const driver = sqlDriver(input.source.text, callee);
      if (!driver || driver.mark.test(fixedText(parts))) return undefined;
      const list = bound.values.map((each) => valueText(each, text)).join(", ");
      const passing = passingEdit(input, driver, list);
      return passing && { edits: [{ ...textRange(text), text: written(text, bound, driver) }, passing] };
    },
  };
}

function textRange(node: SgNode): { start: number; end: number } {
  const { start, end } = node.range();
  return { start: start.index, end: end.index };
}

/** The statement with placeholders, in the quotation mark that it began with. */
function written(text: SgNode, { pieces }: BoundSql, driver: SqlDriver): string {
  const mark = markOf(text);
  const filled = pieces
    .map((piece, index) => (index < pieces.length - 1 ? piece + driver.placeholder(index) : piece))
    .join("");
  return `${mark}${filled}${mark}`;
}

function markOf(text: SgNode): string {
  const first = text.text().trimStart()[0] ?? "";
  return `"'\``.includes(first) ? first : '"';
}

function valueText({ before, value, after }: BoundValue, text: SgNode): string {
  if (before === "" && after === "") return value.text();
  const mark = markOf(text);
  if (mark === "`") return `\`${before}\${${value.text()}}${after}\``;
  return [before && `${mark}${before}${mark}`, value.text(), after && `${mark}${after}${mark}`]
    .filter(Boolean)
    .join(" + ");
}

/** Where the values go: an argument after the text, options of Sequelize, or the call on a prepared statement. */
function passingEdit({ match }: FixerInput, driver: SqlDriver, list: string): Edit | undefined {
  const [sql, second] = match.field("arguments")?.namedChildren() ?? [];
  if (!sql) return undefined;
  const after = (text: string): Edit => ({ start: sql.range().end.index, end: sql.range().end.index, text });
  if (driver.passes === "prepared") {
    const call = match.parent()?.parent();
    const inner = call?.is("call_expression") ? call.field("arguments") : null;
    if (!inner || inner.namedChildren().length > 0) return undefined;
    return { start: inner.range().start.index + 1, end: inner.range().start.index + 1, text: list };
  }
  if (driver.passes === "replacements") {
    if (!second) return after(`, { replacements: [${list}] }`);
    if (second.kind() !== "object" || /\b(?:replacements|bind)\b/.test(second.text())) return undefined;
    const at = second.range().start.index + 1;
    return { start: at, end: at, text: ` replacements: [${list}]${second.namedChildren().length > 0 ? "," : " "}` };
  }
  if (second && !isCallback(second)) return undefined;
  return after(`, [${list}]`);
}

function isCallback(node: SgNode): boolean {
  return /function/.test(String(node.kind())) || /^(?:cb|callback|done|next|handler|on[A-Z]\w*)$/.test(node.text());
}

/** Prisma's own tag binds what is substituted: only the quotation marks around values go. */
function asTag(match: SgNode, text: SgNode, sql: SgNode, { pieces, values }: BoundSql): { edits: Edit[] } | undefined {
  const callee = match.field("function");
  if (!callee || text.id() !== sql.id() || match.field("arguments")?.namedChildren().length !== 1) return undefined;
  if (markOf(text) !== "`" && /[`$\\]/.test(pieces.join(""))) return undefined;
  const template = pieces.map((piece, index) => piece + substituted(values[index])).join("");
  return { edits: [{ ...textRange(match), text: `${callee.text().replace(/Unsafe$/, "")}\`${template}\`` }] };
}

function substituted(bound: BoundValue | undefined): string {
  if (!bound) return "";
  const { before, value, after } = bound;
  return before === "" && after === "" ? `\${${value.text()}}` : `\${\`${before}\${${value.text()}}${after}\`}`;
}
