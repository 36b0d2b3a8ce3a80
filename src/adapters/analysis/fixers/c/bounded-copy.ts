import { z } from "zod";
import type { Fixer, FixerInput, MakeFixer } from "../fixer.ts";
import { localArraySize } from "./local-array.ts";

const Options = z.strictObject({});

/** C: `strcpy`, `strcat` and `sprintf` into an array of this function get its size: `snprintf(a, sizeof(a), …)`, `strncat(…)`. */
export const boundedCopy: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return { fix: bounded, vocabulary: ["snprintf", "vsnprintf", "strncat", "sizeof", "strlen", "stdio.h", "string.h"] };
};

function bounded({ match }: FixerInput): ReturnType<Fixer["fix"]> {
  const [target, ...others] = match.field("arguments")?.namedChildren() ?? [];
  if (!target || others.length === 0 || !localArraySize(target) || !match.parent()?.is("expression_statement"))
    return undefined;
  const array = target.text();
  const rest = others.map((node) => node.text()).join(", ");
  const written: Record<string, { text: string; header: string }> = {
    strcpy: { text: `snprintf(${array}, sizeof(${array}), "%s", ${rest})`, header: "stdio.h" },
    strcat: { text: `strncat(${array}, ${rest}, sizeof(${array}) - strlen(${array}) - 1)`, header: "string.h" },
    sprintf: { text: `snprintf(${array}, sizeof(${array}), ${rest})`, header: "stdio.h" },
    vsprintf: { text: `vsnprintf(${array}, sizeof(${array}), ${rest})`, header: "stdio.h" },
  };
  const chosen = written[match.field("function")?.text() ?? ""];
  const { start, end } = match.range();
  return (
    chosen && {
      edits: [{ start: start.index, end: end.index, text: chosen.text }],
      imports: [`#include <${chosen.header}>`],
    }
  );
}
