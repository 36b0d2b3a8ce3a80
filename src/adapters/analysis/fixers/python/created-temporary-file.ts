import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/** Python: `tempfile.mktemp(…)`, which only names a file, becomes a file that is created under its name and stays. */
export const createdTemporaryFile: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["tempfile", "tempfile.NamedTemporaryFile", "NamedTemporaryFile", "delete", "False", "name"],
    fix({ match }) {
      const list = match.field("arguments");
      const args = list?.namedChildren().filter((node) => !node.is("comment")) ?? [];
      // Positional arguments come in another order there.
      if (match.field("function")?.text() !== "tempfile.mktemp" || args.some((node) => !node.is("keyword_argument")))
        return undefined;
      const { start, end } = match.range();
      const given = [...args.map((node) => node.text()), "delete=False"].join(", ");
      return { edits: [{ start: start.index, end: end.index, text: `tempfile.NamedTemporaryFile(${given}).name` }] };
    },
  };
};
