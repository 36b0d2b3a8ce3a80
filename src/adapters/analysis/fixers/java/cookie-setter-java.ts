import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({ setter: z.enum(["setSecure", "setHttpOnly"]) });

/** Calls a setter of a servlet cookie on the line after its declaration. */
export function cookieSetterJava(options: Record<string, unknown>): Fixer {
  const { setter } = Options.parse(options);
  return {
    vocabulary: [setter],
    fix({ match, source }) {
      const name = match.getMatch("NAME")?.text();
      if (name === undefined || match.field("type")?.text() !== "Cookie") return undefined;
      const { start, end } = match.range();
      const indent = source.text.slice(source.text.lastIndexOf("\n", start.index - 1) + 1, start.index);
      if (indent.trim() !== "") return undefined;
      const eol = source.text.includes("\r\n") ? "\r\n" : "\n";
      return { edits: [{ start: end.index, end: end.index, text: `${eol}${indent}${name}.${setter}(true);` }] };
    },
  };
}
