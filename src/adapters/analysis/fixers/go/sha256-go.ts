import { z } from "zod";
import type { Fixer } from "../fixer.ts";
import { unneededImport } from "./unneeded-import.ts";

const Options = z.strictObject({});

/** Takes SHA-256 instead where the length of the result is no part of a type: `md5.New`, but not `md5.Sum`. */
export function sha256Go(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["sha256", "sha256.New", "crypto/sha256"],
    fix({ match, root, source }) {
      const hash = match.getMatch("HASH");
      const name = hash?.field("operand")?.text();
      if (!hash || !name || hash.field("field")?.text() !== "New") return undefined;
      const edit = { start: hash.range().start.index, end: hash.range().end.index, text: "sha256.New" };
      const [gone] = unneededImport(root, source.text, name, [edit]);
      if (!gone) return { edits: [edit], imports: ['import "crypto/sha256"'] };
      // The one import makes room for the other, in its place.
      const path = `"crypto/${name}"`;
      const at = source.text.indexOf(path, gone.start);
      if (at < 0 || at >= gone.end) return undefined;
      return source.text.includes('"crypto/sha256"')
        ? { edits: [edit, gone] }
        : { edits: [{ start: at, end: at + path.length, text: '"crypto/sha256"' }, edit] };
    },
  };
}
