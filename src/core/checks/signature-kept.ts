import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { clipped, surplus } from "./multiset.ts";

/** Names, parameters, defaults, types and decorators of all definitions in the unit are as they were. */
export function signatureKept({ before, after }: Look): Verdict {
  const [old, now] = [before.reading?.facts?.signatures, after.reading?.facts?.signatures];
  if (!old || !now) return notRun(before.unread || after.unread || "no facts for this language here");
  const lost = surplus(old, now, parametersOf)[0];
  if (lost !== undefined) return failed(`signature changed or gone: ${clipped(lost)}`);
  if (old[0] !== undefined && parametersOf(old[0]) !== parametersOf(now[0] ?? ""))
    return failed(`another definition stands first: ${clipped(now[0] ?? "none")}`);
  return passed(old.length > 0 ? "signatures are the same" : "top-level code has no signature");
}

/** A callback is named after the call that it is handed to, and that call may be what is repaired. */
function parametersOf(signature: string): string {
  return signature.replace(/^.* handler = /s, "");
}
