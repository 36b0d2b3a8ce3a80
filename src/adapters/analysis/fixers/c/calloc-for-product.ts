import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/** C: `malloc(n * sizeof(x))` becomes `calloc(n, sizeof(x))`, which fails when the product doesn't fit. */
export const callocForProduct: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["calloc"],
    fix({ match }) {
      const [product, ...others] = match.field("arguments")?.namedChildren() ?? [];
      const [left, right] = [product?.field("left"), product?.field("right")];
      if (match.field("function")?.text() !== "malloc" || others.length > 0 || !left || !right) return undefined;
      const [count, size] = left.is("sizeof_expression") ? [right, left] : [left, right];
      const { start, end } = match.range();
      return { edits: [{ start: start.index, end: end.index, text: `calloc(${count.text()}, ${size.text()})` }] };
    },
  };
};
