import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import { bindSql } from "./bound-sql.ts";
import type { Fixer, FixerInput, MakeFixer } from "../fixer.ts";
import { placeholderStyle } from "./placeholder-style.ts";
import { builtString, writeLiterals } from "../python-pieces.ts";
import { singleDefinition } from "./single-definition.ts";

/** `placeholder` is used where the file's imports name no driver; without it there is then no repair. */
const Options = z.strictObject({ placeholder: z.enum(["?", "%s"]).optional() });

/**
 * Python: takes the values out of an SQL text and passes them as parameters of the same `execute`. The text may stand in the
 * call or in a variable made for it. Only values are bound, never names of tables or columns.
 */
export const bindParameters: MakeFixer = (given): Fixer => {
  const options = Options.parse(given);
  return { vocabulary: [], fix: (input) => bind(input, options) };
};

function bind({ root, match, source }: FixerInput, options: z.infer<typeof Options>): ReturnType<Fixer["fix"]> {
  const call = match.is("call") ? match : undefined;
  const method = call?.field("function")?.field("attribute")?.text();
  const [sql, ...others] = call?.field("arguments")?.namedChildren() ?? [];
  if (!sql || others.length > 0 || (method !== "execute" && method !== "raw")) return undefined;
  const style = method === "raw" ? "%s" : (placeholderStyle(root) ?? options.placeholder);
  const expression = singleDefinition(root, sql);
  const built = expression && builtString(expression);
  const literal = built?.literals[0];
  if (!style || !built || !literal || built.pieces.some((piece) => piece.kind === "value" && !isMovable(piece.node)))
    return undefined;
  const bound = bindSql(built.pieces, style, literal.quote);
  if (!bound) return undefined;
  const { start, end } = built.node.range();
  const tuple = `(${bound.parameters.join(", ")}${bound.parameters.length === 1 ? "," : ""})`;
  const after = sql.range().end.index;
  return {
    edits: [
      { start: start.index, end: end.index, text: writeLiterals(built, bound.texts, source.text) },
      { start: after, end: after, text: `, ${tuple}` },
    ],
  };
}

/** Evaluated once, a little later: no matter for anything but these. */
function isMovable(value: SgNode): boolean {
  return (
    !value.has({ rule: { any: [{ kind: "await" }, { kind: "yield" }, { kind: "named_expression" }] } }) &&
    !value.text().includes("\n")
  );
}
