import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({ field: z.string(), value: z.string(), imports: z.array(z.string()) });

/** Sets a field of a composite literal: in place where it is set already, else after the last, aligned as its neighbours are. */
export function structFieldGo(options: Record<string, unknown>): Fixer {
  const { field, value, imports } = Options.parse(options);
  return {
    vocabulary: [field, value],
    fix({ match, source }) {
      const fields = match.getMatch("FIELDS");
      const elements = fields?.namedChildren().filter((child) => child.is("keyed_element")) ?? [];
      const last = elements.at(-1);
      if (!fields || !last) return undefined;
      const present = elements.find((element) => element.namedChildren()[0]?.text() === field)?.namedChildren()[1];
      if (present) {
        return {
          edits: [{ start: present.range().start.index, end: present.range().end.index, text: value }],
          imports,
        };
      }
      const at = last.range().end.index;
      const lineStart = source.text.lastIndexOf("\n", last.range().start.index - 1) + 1;
      const before = source.text.slice(lineStart, last.range().start.index);
      if (before.trim() !== "") return { edits: [{ start: at, end: at, text: `, ${field}: ${value}` }], imports };
      const eol = source.text.includes("\r\n") ? "\r\n" : "\n";
      const [key, set] = last.namedChildren();
      const width = (set?.range().start.index ?? 0) - (key?.range().start.index ?? 0);
      return {
        edits: [{ start: at, end: at, text: `,${eol}${before}${`${field}:`.padEnd(width - 1)} ${value}` }],
        imports,
      };
    },
  };
}
