import { UserError } from "../../core/errors.ts";

/**
 * Why a file could not be analysed, for people.
 *
 * An error's own message may quote the code, so only its kind and the place in our source are told; a `UserError` is
 * about the operator's own rules and is told as it is.
 */
export function failureReason(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof RangeError && /call stack/i.test(error.message)) return "nested too deeply";
  if (error instanceof Error && error.name === "RuntimeError")
    return "nested too deeply, or too large, for an analyser";
  if (!(error instanceof Error)) return "the analyser failed";
  const place = /[\w.-]{1,60}\.[jt]s:\d+/.exec(error.stack?.replace(error.message, "") ?? "")?.[0];
  return `the analyser failed (${error.name}${place === undefined ? "" : ` at ${place}`})`;
}
