import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** Imports `crypto/rand` instead of `math/rand`, where `Read` is all that the file takes from it: both have it. */
export function secureRandReadGo(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["crypto/rand"],
    fix({ root, source }) {
      const uses = source.text.match(/\brand\.\w+/g) ?? [];
      const spec = root.findAll({ rule: { kind: "import_spec" } }).find((node) => node.text() === '"math/rand"');
      if (!spec || uses.some((use) => use !== "rand.Read") || source.text.includes('"crypto/rand"')) return undefined;
      const { start, end } = spec.range();
      return { edits: [{ start: start.index, end: end.index, text: '"crypto/rand"' }] };
    },
  };
}
