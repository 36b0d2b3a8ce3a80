import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";
import { localArraySize } from "./local-array.ts";

const Options = z.strictObject({});
/** One conversion of a scanf format: `%`, `*`, width, length, and what is read. */
const CONVERSION = /%(?:%|(\*?)(\d*)(?:hh|h|ll|l|j|z|t|L)?(\[\^?\]?[^\]]*\]|[a-zA-Z]))/g;

/** C: gives `%s` and `%[…]` the width that fits the array that they fill; undefined when one array's size isn't a plain number. */
export const scanfWidth: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: [],
    fix({ match }) {
      const format = match.getMatch("FORMAT");
      const args = match.field("arguments")?.namedChildren() ?? [];
      const at = args.findIndex((node) => node.id() === format?.id());
      if (!format || at < 0) return undefined;
      const targets = args.slice(at + 1);
      let complete = true;
      const text = format
        .text()
        .replaceAll(CONVERSION, (whole, skipped: string | undefined, width: string, read: string | undefined) => {
          if (read === undefined || skipped === "*") return whole;
          const target = targets.shift();
          if (width !== "" || !/^[s[]/.test(read)) return whole;
          const size = Number((target && localArraySize(target))?.text());
          if (!(size > 1)) complete = false;
          return `%${size - 1}${whole.slice(1)}`;
        });
      const { start, end } = format.range();
      return complete ? { edits: [{ start: start.index, end: end.index, text }] } : undefined;
    },
  };
};
