import { z } from "zod";
import type { Fixer } from "../fixer.ts";

const Options = z.strictObject({});

/** `new Random()` → `new SecureRandom()`, which is a Random; a seed is left out, since it would make the values known. */
export function secureRandomJava(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: ["SecureRandom", "java.security.SecureRandom"],
    fix({ match }) {
      const generator = match.getMatch("GENERATOR");
      const call = match.getMatch("CALL");
      const imports = ["import java.security.SecureRandom;"];
      if (generator) {
        const { start, end } = generator.range();
        return { edits: [{ start: start.index, end: end.index, text: "new SecureRandom()" }], imports };
      }
      if (call?.text() !== "Math.random()") return undefined;
      const { start, end } = call.range();
      return { edits: [{ start: start.index, end: end.index, text: "new SecureRandom().nextDouble()" }], imports };
    },
  };
}
