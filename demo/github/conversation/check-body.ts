import { Refusal } from "../frame/refusal.ts";

/** GitHub counts characters, not bytes. */
const MAX_BODY_CHARACTERS = 65_536;

/** @throws Refusal with GitHub's words when a text is too long, or blank where it may not be */
export function checkBody(resource: string, body: string, options: { mayBeEmpty?: boolean } = {}): void {
  if (!options.mayBeEmpty && body.trim() === "")
    throw new Refusal(422, "Validation Failed", [{ resource, code: "missing_field", field: "body" }]);
  if (isTooLong(body))
    throw new Refusal(422, "Validation Failed", [
      { resource, code: "custom", field: "body", message: `body ${TOO_LONG}` },
    ]);
}

export const TOO_LONG = `is too long (maximum is ${MAX_BODY_CHARACTERS} characters)`;

export function isTooLong(body: string): boolean {
  return body.length > MAX_BODY_CHARACTERS && Array.from(body).length > MAX_BODY_CHARACTERS;
}
