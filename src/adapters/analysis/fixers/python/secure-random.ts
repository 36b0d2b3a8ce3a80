import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/** Python: `random.choice(x)` becomes `secrets.choice(x)`; other functions of `random` are drawn from `secrets.SystemRandom()`, which has them all. */
export const secureRandom: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["secrets", "secrets.choice", "choice", "secrets.SystemRandom", "SystemRandom"],
    fix({ match }) {
      const callee = match.field("function");
      const name = callee?.field("attribute")?.text();
      if (!callee || !name || callee.field("object")?.text() !== "random") return undefined;
      const { start, end } = callee.range();
      const text = name === "choice" ? "secrets.choice" : `secrets.SystemRandom().${name}`;
      return { edits: [{ start: start.index, end: end.index, text }], imports: ["import secrets"] };
    },
  };
};
