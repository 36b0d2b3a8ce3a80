import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer } from "../fixer.ts";
import { onlyDefinitionOf } from "./definition-of.ts";
import { textParts } from "./text-parts.ts";

const Options = z.strictObject({});

/** Reduces the last part of a path to its file name. Only where a folder stands before it: a whole path has none to stay in. */
export function baseNameJs(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["path", "path.basename", "basename", "node:path"],
    fix({ match, root, source }) {
      const given = match.getMatch("PATH");
      const path = given && (onlyDefinitionOf(given, root) ?? given);
      const name = path && lastPart(path);
      if (!name || /\bbasename\(/.test(name.text()) || !/^[\w$.[\]"'?]+$/.test(name.text())) return undefined;
      const module =
        /\b(?:import\s+(?:\*\s+as\s+)?|const\s+|var\s+|let\s+)([\w$]+)\s*(?:from\s*|=\s*require\()["'](?:node:)?path["']/.exec(
          source.text,
        )?.[1];
      const { start, end } = name.range();
      return {
        edits: [{ start: start.index, end: end.index, text: `${module ?? "path"}.basename(${name.text()})` }],
        ...(module === undefined ? { imports: ['import path from "node:path"'] } : {}),
      };
    },
  };
}

/** What stands after the folder: the last argument of `path.join`, or the value at the end of a built text. */
function lastPart(path: SgNode): SgNode | undefined {
  if (path.is("call_expression")) {
    if (!/^path\.(?:join|resolve)$/.test(path.field("function")?.text() ?? "")) return undefined;
    const names = path.field("arguments")?.namedChildren() ?? [];
    return names.length > 1 ? names.at(-1) : undefined;
  }
  const parts = textParts(path);
  const values = parts?.filter((part) => part.fixed === undefined) ?? [];
  const last = values.at(-1);
  if (!parts || !last || last.fixed !== undefined) return undefined;
  const before = parts[parts.indexOf(last) - 1];
  return values.length === 1 && before?.fixed?.endsWith("/") && before.fixed.length > 1 ? last.value : undefined;
}
