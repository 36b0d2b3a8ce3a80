import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import { C } from "../../flow/syntax/c.ts";
import type { Fixer, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});
const LENGTH = /^(?:\w*_)?(?:n|sz|len|length|size|\w*(?:len|length|size|Len|Length|Size))$/;

/** C: `strcpy(target, text)` in a function that is told the size of `target` becomes `snprintf(target, size, "%s", text)`. */
export const sizedCopy: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["snprintf", "vsnprintf", "stdio.h"],
    fix({ match }) {
      const [target, ...others] = match.field("arguments")?.namedChildren() ?? [];
      const owner = match.ancestors().find((node) => node.is("function_definition"));
      const size = target && owner && sizeBeside(owner, target.text());
      if (!target || size === undefined || !match.parent()?.is("expression_statement")) return undefined;
      const rest = others.map((node) => node.text()).join(", ");
      const callee = match.field("function")?.text();
      const text =
        callee === "strcpy"
          ? `snprintf(${target.text()}, ${size}, "%s", ${rest})`
          : callee === "sprintf" || callee === "vsprintf"
            ? `${callee.replace("print", "nprint")}(${target.text()}, ${size}, ${rest})`
            : undefined;
      const { start, end } = match.range();
      return text === undefined
        ? undefined
        : { edits: [{ start: start.index, end: end.index, text }], imports: ["#include <stdio.h>"] };
    },
  };
};

/** The size that stands next to the buffer in the parameters; one further away may be another's. */
function sizeBeside(owner: SgNode, buffer: string): string | undefined {
  const parameters = C.parametersOf(owner);
  const at = parameters.findIndex((each) => each.name === buffer);
  const next = parameters[at + 1];
  return next && LENGTH.test(next.name) && !/[*&]/.test(next.type ?? "") ? next.name : undefined;
}
