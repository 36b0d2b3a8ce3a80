import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";
import { builtString } from "../python-pieces.ts";

const Options = z.strictObject({});

/** Python: `eval(x)` of a value that is to be a literal becomes `ast.literal_eval(x)`. Never where the program builds an expression. */
export const literalEval: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["ast.literal_eval", "ast", "literal_eval"],
    fix({ match }) {
      const callee = match.field("function");
      const [code, ...others] = match.field("arguments")?.namedChildren() ?? [];
      if (callee?.text() !== "eval" || !code || others.length > 0 || builtString(code)) return undefined;
      const { start, end } = callee.range();
      return { edits: [{ start: start.index, end: end.index, text: "ast.literal_eval" }], imports: ["import ast"] };
    },
  };
};
