import { z } from "zod";
import type { Fixer } from "../fixer.ts";
import { onlyDefinitionOf } from "./definition-of.ts";
import { quoteOf } from "./quote-of.ts";
import { fixedText } from "../text-part.ts";
import { textParts } from "./text-parts.ts";

const Options = z.strictObject({});

/** Declares an Express answer as plain text, where no part that the program itself gives is markup. */
export function plainTextResponse(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["type", "text/plain"],
    fix({ match, root, source }) {
      const body = match.getMatch("BODY");
      const callee = match.field("function");
      const response = callee?.field("object");
      if (!body || !response || callee?.field("property")?.text() !== "send") return undefined;
      const text = onlyDefinitionOf(body, root) ?? body;
      const parts = textParts(text);
      // A name that is built somewhere we don't see may hold markup.
      if (!parts && body.kind() === "identifier" && text.id() === body.id()) return undefined;
      if (/[<&]/.test(parts ? fixedText(parts) : text.text())) return undefined;
      const quote = quoteOf(source.text);
      const at = response.range().end.index;
      return { edits: [{ start: at, end: at, text: `.type(${quote}text/plain${quote})` }] };
    },
  };
}
