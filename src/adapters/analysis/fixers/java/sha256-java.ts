import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** Asks for SHA-256 by name; not of a named provider, and not for commons-codec's methods, which are many. */
export function sha256Java(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["SHA-256"],
    fix({ match }) {
      const name = match.getMatch("NAME");
      if (!name || match.field("arguments")?.namedChildren().length !== 1) return undefined;
      const { start, end } = name.range();
      return { edits: [{ start: start.index, end: end.index, text: "SHA-256" }] };
    },
  };
}
