import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** Reads a secret from the environment, by the name that its place suggests; a Go constant can't, and stays. */
export function secretFromEnvironmentGo(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["os", "os.Getenv", "Getenv", "SIGNING_KEY"],
    fix({ match }) {
      const find = (name: string): SgNode | null => match.getMatch(name);
      const node = find("NAMED_SECRET") ?? find("FIXED_SECRET") ?? find("FIELD_SECRET") ?? find("SIGNING_KEY");
      const user = find("USER");
      if (!node || !user || match.is("const_spec")) return undefined;
      const name = find("SIGNING_KEY")
        ? "SIGNING_KEY"
        : user
            .text()
            .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
            .toUpperCase();
      const { start, end } = node.range();
      return {
        edits: [{ start: start.index, end: end.index, text: `os.Getenv("${name}")` }],
        imports: ['import "os"'],
      };
    },
  };
}
