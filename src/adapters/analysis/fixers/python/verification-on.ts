import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

const Options = z.strictObject({});

/** Python: each way to switch verification off, and the text that stands there instead. */
const INSTEAD: readonly (readonly [off: RegExp, on: string])[] = [
  [/\bFalse$/, "True"],
  [/\bCERT_NONE(?=["']?$)/, "CERT_REQUIRED"],
  [/(?<=["'])NONE(?=["']$)/, "REQUIRED"],
  [/\b_create_unverified_context(?=\(|$)/, "create_default_context"],
  [/\b(?:AutoAdd|Warning)Policy\b/, "RejectPolicy"],
];

/** Python: switches the verification of certificates and host keys on, in the place where it is switched off. */
export const verificationOn: MakeFixer = (given): Fixer => {
  Options.parse(given);
  return {
    vocabulary: ["True", "CERT_REQUIRED", "create_default_context", "RejectPolicy"],
    fix({ match }) {
      const written = match.text();
      const start = match.range().start.index;
      for (const [off, on] of INSTEAD) {
        const found = off.exec(written);
        if (found)
          return { edits: [{ start: start + found.index, end: start + found.index + found[0].length, text: on }] };
      }
      return undefined;
    },
  };
};
