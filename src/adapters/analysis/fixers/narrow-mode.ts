import { z } from "zod";
import type { Fixer, MakeFixer } from "./fixer.ts";

const Options = z.strictObject({});
/** An octal literal of Python, C, Go or JavaScript whose last digit lets others write. */
const OPEN_TO_OTHERS = /^(0[oO]?[0-7]*)([0-7])([0-7])$/;

/** Takes write permission from the group and from others, in the octal literal that the rule calls `MODE`: 0o777 → 0o755. */
export const narrowMode: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: [],
    fix({ match }) {
      const mode = match.getMatch("MODE");
      const found = mode && OPEN_TO_OTHERS.exec(mode.text());
      if (!mode || !found) return undefined;
      const [, before = "", group = "", others = ""] = found;
      const { start, end } = mode.range();
      const withoutWrite = (digit: string) => String(Number(digit) & 5);
      return {
        edits: [{ start: start.index, end: end.index, text: before + withoutWrite(group) + withoutWrite(others) }],
      };
    },
  };
};
