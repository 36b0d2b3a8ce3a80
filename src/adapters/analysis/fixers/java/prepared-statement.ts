import type { Edit } from "../../../../core/text.ts";
import type { SgNode } from "../../parse.ts";
import type { FixerInput } from "../fixer.ts";
import { localOf } from "./definition-of-java.ts";

type Made = { edits: Edit[]; imports?: string[] };

/**
 * Turns `Statement s = c.createStatement(); … s.executeQuery(sql)` into a prepared statement whose values are set before it
 * runs. Only for a statement of its own that runs once, declared where all values are known.
 */
export function preparedStatementEdits(
  { match, source }: FixerInput,
  sql: SgNode,
  text: SgNode,
  values: readonly string[],
  statement: Edit,
): Made | undefined {
  const name = match.field("object");
  if (!name?.is("identifier") || !/^execute(?:Query|Update)?$/.test(match.field("name")?.text() ?? ""))
    return undefined;
  if (match.field("arguments")?.namedChildren().length !== 1) return undefined;
  const local = localOf(name);
  const declaration = local?.declarator.parent();
  const created = /^([\w.]+)\.createStatement\(\)$/.exec(local?.declarator.field("value")?.text() ?? "");
  const type = declaration?.field("type");
  // Declared, run, and at most closed.
  const closes = source.text.includes(`${name.text()}.close()`) ? 1 : 0;
  if (
    !local ||
    local.uses !== 2 + closes ||
    !declaration?.is("local_variable_declaration") ||
    type?.text() !== "Statement"
  )
    return undefined;
  const outer = sql.id() === text.id();
  const made = declaration.range().start.index;
  if (!created || (!outer && text.range().start.index > made)) return undefined;
  if (outer && !knownBefore(text, made)) return undefined;
  const running = match.ancestors().find((node) => node.parent()?.is("block"));
  const value = local.declarator.field("value");
  if (!running || !value || running.parent()?.id() !== declaration.parent()?.id()) return undefined;
  const lineStart = source.text.lastIndexOf("\n", running.range().start.index - 1) + 1;
  const indent = source.text.slice(lineStart, running.range().start.index);
  if (indent.trim() !== "") return undefined;
  const eol = source.text.includes("\r\n") ? "\r\n" : "\n";
  const set = values.map((each, index) => `${name.text()}.setObject(${index + 1}, ${each});${eol}${indent}`).join("");
  const prepared = `${created[1]}.prepareStatement(${outer ? statement.text : sql.text()})`;
  return {
    edits: [
      ...(outer ? [] : [statement]),
      replaced(type, "PreparedStatement"),
      replaced(value, prepared),
      { start: running.range().start.index, end: running.range().start.index, text: set },
      replaced(sql, ""),
    ],
    imports: ["import java.sql.PreparedStatement;"],
  };
}

function replaced(node: SgNode, text: string): Edit {
  const { start, end } = node.range();
  return { start: start.index, end: end.index, text };
}

/** Whether every local that the text mentions is declared before `offset`. */
function knownBefore(text: SgNode, offset: number): boolean {
  const names = text.findAll({ rule: { kind: "identifier" } });
  return names.every((name) => (localOf(name)?.declarator.range().start.index ?? 0) < offset);
}
