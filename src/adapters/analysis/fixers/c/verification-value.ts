import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/** C: `0L` for curl's VERIFYPEER becomes `1L`, for VERIFYHOST `2L`, the only value that compares the name; OpenSSL's SSL_VERIFY_PEER. */
export const verificationValue: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["SSL_VERIFY_PEER"],
    fix({ match }) {
      const value = match.getMatch("VALUE");
      if (!value) return undefined;
      const isHost = match.getMatch("OPTION")?.text().endsWith("HOST") === true;
      const text = value.is("identifier") && value.text().startsWith("SSL_") ? "SSL_VERIFY_PEER" : isHost ? "2L" : "1L";
      const { start, end } = value.range();
      return { edits: [{ start: start.index, end: end.index, text }] };
    },
  };
};
