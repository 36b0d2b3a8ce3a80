import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

/** `arguments`: keyword arguments as written; `instead`: the names of those that are replaced when they are there. */
const Options = z.strictObject({
  arguments: z
    .array(z.string().regex(/^\w+\s*=\s*.+$/))
    .min(1)
    .max(6),
});

/** Python: gives the matched call these keyword arguments; one that is there under the same name is replaced. */
export const addArguments: MakeFixer = (given): Fixer => {
  const { arguments: wanted } = Options.parse(given);
  return {
    vocabulary: wanted.flatMap((argument) => argument.match(/[A-Za-z_]\w*/g) ?? []),
    fix({ match, source }) {
      const list = match.field("arguments");
      if (!list?.is("argument_list")) return undefined;
      const there = list.namedChildren().filter((node) => !node.is("comment"));
      if (there.some((node) => node.is("dictionary_splat"))) return undefined;
      const nameOf = (text: string) => text.split("=")[0]?.trim();
      const edits = wanted.flatMap((argument) => {
        const old = there.find(
          (node) => node.is("keyword_argument") && node.field("name")?.text() === nameOf(argument),
        );
        if (!old) return [];
        const { start, end } = old.range();
        return [{ start: start.index, end: end.index, text: argument }];
      });
      const names = new Set(there.map((node) => node.field("name")?.text()));
      const added = wanted.filter((argument) => !names.has(nameOf(argument)));
      const last = there.at(-1);
      const at = last ? last.range().end.index : list.range().start.index + 1;
      // Arguments on lines of their own get one too.
      const before = last ? source.text.slice(0, last.range().start.index) : "";
      const separator = /,?(\r?\n[ \t]*)$/.exec(before)?.[1] ?? " ";
      if (added.length > 0)
        edits.push({ start: at, end: at, text: (last ? `,${separator}` : "") + added.join(`,${separator}`) });
      return { edits };
    },
  };
};
