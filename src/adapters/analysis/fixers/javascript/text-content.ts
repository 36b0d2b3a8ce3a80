import { z } from "zod";
import type { Fixer } from "../fixer.ts";
import { onlyDefinitionOf } from "./definition-of.ts";
import { fixedText } from "../text-part.ts";
import { textParts } from "./text-parts.ts";

/** `anyValue`: a value that is not a text under construction is text too (an address never is meant as HTML). */
const Options = z.strictObject({ anyValue: z.boolean().default(false) });

/** Writes text where no part that the program itself gives is markup. */
export function textContent(options: Record<string, unknown>): Fixer {
  const { anyValue } = Options.parse(options);
  return {
    vocabulary: ["textContent", "text"],
    fix({ match, root }) {
      const place = match.getMatch("PLACE");
      const html = match.getMatch("HTML");
      if (!place || !html) return undefined;
      const value = html.kind() === "arguments" ? html.namedChildren()[0] : html;
      const text = value && (onlyDefinitionOf(value, root) ?? value);
      const parts = text && textParts(text);
      if (!text || /[<&]/.test(parts ? fixedText(parts) : text.text()) || (!parts && !anyValue)) return undefined;
      const wanted = new Map([
        ["innerHTML", "textContent"],
        ["html", "text"],
      ]);
      const property = place.field("property");
      const instead = wanted.get(property?.text() ?? "");
      if (!property || instead === undefined) return undefined;
      const { start, end } = property.range();
      return { edits: [{ start: start.index, end: end.index, text: instead }] };
    },
  };
}
