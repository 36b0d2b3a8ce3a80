import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer } from "../fixer.ts";
import { textPartsGo } from "./text-parts-go.ts";

const Options = z.strictObject({});

/** Escapes the one value that is written into the answer; with several it can't be told which of them is the client's. */
export function htmlEscapeGo(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["html", "html.EscapeString", "EscapeString"],
    fix({ match, source }) {
      const given = match.getMatch("PARTS")?.namedChildren() ?? [];
      const written = /\.Write(?:String)?$/.test(match.field("function")?.text() ?? "") ? given : given.slice(1);
      const values = written.flatMap(valuesIn);
      const value = values[0];
      if (!value || values.length !== 1 || !isString(value, source.text)) return undefined;
      const { start, end } = value.range();
      return {
        edits: [{ start: start.index, end: end.index, text: `html.EscapeString(${value.text()})` }],
        imports: ['import "html"'],
      };
    },
  };
}

function valuesIn(node: SgNode): SgNode[] {
  if (node.is("type_conversion_expression")) return node.namedChildren().slice(1).flatMap(valuesIn);
  const parts = textPartsGo(node);
  return parts ? parts.flatMap((part) => (part.fixed === undefined ? [part.value] : [])) : [node];
}

/** `URL.Query()["name"]` is a list; what is read by `Get`, `FormValue` and their kin is a string. */
function isString(value: SgNode, text: string): boolean {
  const reads =
    /^\w+\.(?:FormValue|PostFormValue|PathValue|UserAgent|Referer|(?:Form|PostForm|Header|URL\.Query\(\))\.Get)\([^()]*\)$|^mux\.Vars\(\w+\)\["\w+"\]$|^\w+\.(?:Query|Param|PostForm|QueryParam)\("[^"]*"\)$|^r(?:eq)?\.URL\.Path$/;
  if (reads.test(value.text())) return true;
  if (!value.is("identifier")) return false;
  const definition = new RegExp(`\\b${value.text()}\\s*:=\\s*(.+)`).exec(text)?.[1]?.trim() ?? "";
  return reads.test(definition) || /\["\w+"\]\[0\]$/.test(definition);
}
