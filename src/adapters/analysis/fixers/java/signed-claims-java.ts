import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** `parse` → `parseClaimsJws`, where the result is dropped: the two differ in their type. */
export function signedClaimsJava(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["parseClaimsJws"],
    fix({ match }) {
      const name = match.getMatch("PARSE");
      if (name?.text() !== "parse" || !match.parent()?.is("expression_statement")) return undefined;
      const { start, end } = name.range();
      return { edits: [{ start: start.index, end: end.index, text: "parseClaimsJws" }] };
    },
  };
}
