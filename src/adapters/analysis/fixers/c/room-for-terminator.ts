import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/** C: `malloc(strlen(text))` becomes `malloc(strlen(text) + 1)`. */
export const roomForTerminator: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: [],
    fix({ match }) {
      const length = match.field("arguments")?.namedChildren().at(-1);
      const end = length?.range().end.index;
      return end === undefined ? undefined : { edits: [{ start: end, end, text: " + 1" }] };
    },
  };
};
