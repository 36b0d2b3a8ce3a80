import { z } from "zod";
import { indentAt } from "../../rules/expand-template.ts";
import type { Fixer, MakeFixer } from "../fixer.ts";
import { localArraySize } from "./local-array.ts";

const Options = z.strictObject({});

/** C: `gets(a);` on an array of this function becomes `fgets` with its size, and drops the line's end as `gets` did. */
export const fgetsForArray: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["fgets", "sizeof", "stdin", "strcspn", "string.h", "stdio.h"],
    fix({ match, source }) {
      const [target] = match.field("arguments")?.namedChildren() ?? [];
      const statement = match.parent();
      if (!target || !localArraySize(target) || !statement?.is("expression_statement")) return undefined;
      if (!statement.parent()?.is("compound_statement")) return undefined;
      const { start, end } = statement.range();
      const eol = source.text.includes("\r\n") ? "\r\n" : "\n";
      const indent = indentAt(source.text, start.index);
      const step = indent.includes("\t") ? "\t" : "    ";
      const array = target.text();
      const text = `if (fgets(${array}, sizeof(${array}), stdin))${eol}${indent}${step}${array}[strcspn(${array}, "\\n")] = '\\0';`;
      return { edits: [{ start: start.index, end: end.index, text }], imports: ["#include <string.h>"] };
    },
  };
};
