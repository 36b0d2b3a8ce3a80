import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";
import { localArraySize } from "./local-array.ts";

const Options = z.strictObject({});

/** C: the number that says how much may be written becomes the size of the array, where the call itself ends texts or needs no end. */
export const sizeOfArray: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["sizeof"],
    fix({ match }) {
      const [array, size] = [match.getMatch("ARRAY"), match.getMatch("SIZE")];
      const callee = match.field("function")?.text() ?? "";
      if (!array || !size || !localArraySize(array) || size.is("string_literal")) return undefined;
      if (!/^(?:std::)?(?:fgets|v?snprintf|memset|read|recv|recvfrom)$/.test(callee)) return undefined;
      const { start, end } = size.range();
      return { edits: [{ start: start.index, end: end.index, text: `sizeof(${array.text()})` }] };
    },
  };
};
