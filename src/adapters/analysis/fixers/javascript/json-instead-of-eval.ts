import { z } from "zod";
import type { Fixer } from "../fixer.ts";
import { textParts } from "./text-parts.ts";

const Options = z.strictObject({});

/** `eval("(" + text + ")")` was the way to read JSON; anything else that is evaluated may be meant as code. */
export function jsonInsteadOfEval(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["JSON.parse", "JSON", "parse"],
    fix({ match }) {
      const code = match.getMatch("CODE");
      const [open, data, close, ...rest] = (code && textParts(code)) ?? [];
      if (match.field("function")?.text() !== "eval" || open?.fixed !== "(" || close?.fixed !== ")" || rest.length > 0)
        return undefined;
      if (!data || data.fixed !== undefined) return undefined;
      const { start, end } = match.range();
      return { edits: [{ start: start.index, end: end.index, text: `JSON.parse(${data.value.text()})` }] };
    },
  };
}
