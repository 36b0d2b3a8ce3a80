import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { clipped, surplus } from "./multiset.ts";
import type { Token } from "./tokens.ts";
import { strangeIn } from "./strange-text.ts";

const SECRET_NAME = /pass(?:word|wd|phrase)?$|pwd$|secret|token|api_?key|private_?key|credential|auth_?key/i;

/** No literal that came holds a host, an address, a path, a credential or encoded bytes that neither the file nor the vocabulary has. */
export function ownLiterals(look: Look): Verdict {
  const { before, after, input } = look;
  if (!before.reading?.facts || !after.reading?.facts)
    return notRun(before.unread || after.unread || "no facts for this language here");
  const came = surplus(after.reading.facts.strings, before.reading.facts.strings, (text) => text);
  const known = (fragment: string): boolean =>
    input.file.head.includes(fragment) ||
    input.allowed.literals.some((word) => word === fragment || (word.length >= 4 && fragment === `www.${word}`));
  for (const text of [...came, ...joined(after.tokens, new Set(came))]) {
    const strange = strangeIn(text).find(({ fragment }) => !known(fragment));
    if (strange) return failed(`a literal brings ${strange.kind}: ${clipped(strange.fragment)}`);
  }
  const secret = credential(look);
  if (secret) return failed(`a credential stands in the code: ${clipped(secret)}`);
  return passed(came.length > 0 ? "no host, path, credential or encoded text came" : "no literal came");
}

/** Literals that are put together where they stand, `"a" + "b"` or `"a" "b"`, looked at as a whole; only where a new one is among them. */
function joined(tokens: readonly Token[], came: ReadonlySet<string>): string[] {
  const wholes: string[] = [];
  let parts: string[] = [];
  for (const token of [...tokens, undefined]) {
    if (token?.kind === "string") parts.push(token.text);
    else if (token === undefined || !/^[+.]$/.test(token.text)) {
      if (parts.length > 1 && parts.some((part) => came.has(part))) wholes.push(parts.join(""));
      parts = [];
    }
  }
  return wholes;
}

/** A name of a secret that is given a literal, in statements that the patch brought. */
function credential(look: Look): string | undefined {
  for (const { tokens } of look.alignment.added)
    for (const [index, token] of tokens.entries()) {
      const [assigns, value] = [tokens[index + 1], tokens[index + 2]];
      const isSet =
        token.kind === "name" &&
        SECRET_NAME.test(token.text) &&
        (assigns?.text === "=" || assigns?.text === ":" || assigns?.text === ":=");
      if (isSet && value?.kind === "string" && value.text !== "" && !look.input.file.head.includes(value.text))
        return `${token.text} ${assigns?.text} …`;
    }
  return undefined;
}
