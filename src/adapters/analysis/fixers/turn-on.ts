import { z } from "zod";
import type { Fixer } from "./fixer.ts";

/** `on`: what to write instead of what stands in `$OFF` or, inside its quotation marks, `$OFF_TEXT`. */
const Options = z.strictObject({ on: z.record(z.string(), z.string()) });

/** Turns a switch: replaces a constant by its safe opposite and keeps its quotation marks. */
export function turnOn(options: Record<string, unknown>): Fixer {
  const { on } = Options.parse(options);
  return {
    vocabulary: Object.values(on),
    fix({ match }) {
      const off = match.getMatch("OFF") ?? match.getMatch("OFF_TEXT");
      const [, mark = "", value = ""] = /^(["'`]?)([\s\S]*)\1$/.exec(off?.text() ?? "") ?? [];
      const instead = on[value];
      if (!off || instead === undefined) return undefined;
      const { start, end } = off.range();
      return { edits: [{ start: start.index, end: end.index, text: `${mark}${instead}${mark}` }] };
    },
  };
}
