import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** `page.Execute(w, template.HTML(value))` → `page.Execute(w, value)`; elsewhere the type may matter. */
export function unwrappedTemplateValue(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: [],
    fix({ match }) {
      const call = match.parent()?.parent();
      const value = match.getMatch("VALUE");
      if (!value || !/\.Execute(?:Template)?$/.test(call?.field("function")?.text() ?? "")) return undefined;
      const { start, end } = match.range();
      return { edits: [{ start: start.index, end: end.index, text: value.text() }] };
    },
  };
}
