import { z } from "zod";
import type { Fixer } from "../fixer.ts";

/** The option that the cookie needs, set to true. */
const Options = z.strictObject({ option: z.enum(["httpOnly", "secure"]) });

/** Sets an option of `res.cookie`, in the object that is there or in a new one. */
export function cookieOption(options: Record<string, unknown>): Fixer {
  const { option } = Options.parse(options);
  return {
    vocabulary: [option],
    fix({ match }) {
      const off = match.getMatch("OFF");
      if (off) return { edits: [{ start: off.range().start.index, end: off.range().end.index, text: "true" }] };
      const given = match.getMatch("COOKIE_OPTIONS");
      if (given) {
        const at = given.range().start.index + 1;
        const empty = given.namedChildren().length === 0;
        return { edits: [{ start: at, end: at, text: ` ${option}: true${empty ? " " : ","}` }] };
      }
      const value = match.getMatch("COOKIE_VALUE");
      const at = value?.range().end.index;
      return at === undefined ? undefined : { edits: [{ start: at, end: at, text: `, { ${option}: true }` }] };
    },
  };
}
