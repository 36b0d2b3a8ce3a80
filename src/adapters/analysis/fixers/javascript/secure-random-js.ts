import { z } from "zod";
import type { SgNode } from "../../parse.ts";
import type { Fixer } from "../fixer.ts";
import { quoteOf } from "./quote-of.ts";

const Options = z.strictObject({});

type Form = { form: RegExp; write: (groups: RegExpExecArray, quote: string) => string | undefined };

/** The usual ways to make something of a random number, whole expressions. */
const FORMS: Form[] = [
  {
    form: /^Math\.random\(\)\.toString\(\d+\)(?:\.(?:slice|substr|substring|replace)\([^()]*\))*$/,
    write: (_, quote) => `crypto.randomBytes(16).toString(${quote}hex${quote})`,
  },
  {
    form: /^Math\.(?:floor|trunc)\(\s*Math\.random\(\)\s*\*\s*([\w$.]+)\s*\)$/,
    write: ([, limit = ""]) => (/^[\d.]+e/.test(limit) ? undefined : `crypto.randomInt(${limit})`),
  },
  {
    form: /^Math\.(?:floor|trunc)\(\s*Math\.random\(\)\s*\*\s*(\d+)\s*\)\s*\+\s*(\d+)$/,
    write: ([, range = "", least = ""]) => `crypto.randomInt(${least}, ${Number(least) + Number(range)})`,
  },
  {
    form: /^Math\.(?:floor|trunc)\(\s*(\d+)\s*\+\s*Math\.random\(\)\s*\*\s*(\d+)\s*\)$/,
    write: ([, least = "", range = ""]) => `crypto.randomInt(${least}, ${Number(least) + Number(range)})`,
  },
];

/** Draws a token's characters or digits from `node:crypto`, where the expression around `Math.random()` has a usual form. */
export function secureRandomJs(options: Record<string, unknown>): Fixer {
  Options.parse(options);
  return {
    vocabulary: [
      "crypto",
      "node:crypto",
      "crypto.randomBytes",
      "randomBytes",
      "crypto.randomInt",
      "randomInt",
      "toString",
      "hex",
    ],
    fix({ match, source }) {
      const around: SgNode[] = [match, ...match.ancestors().slice(0, 8)];
      for (const node of around.toReversed()) {
        for (const { form, write } of FORMS) {
          const groups = form.exec(node.text());
          const text = groups && write(groups, quoteOf(source.text));
          if (!text) continue;
          const { start, end } = node.range();
          return {
            edits: [{ start: start.index, end: end.index, text }],
            imports: ['import crypto from "node:crypto"'],
          };
        }
      }
      return undefined;
    },
  };
}
