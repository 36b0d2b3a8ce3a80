import { isOutlined } from "../../../core/language.ts";
import type { Source } from "../../../core/analysis.ts";
import { docstringsIn } from "./docstrings.ts";
import type { FoundSecret } from "./found-secret.ts";
import { isPlaceholder } from "./is-placeholder.ts";
import { characterKinds, entropyBits } from "./randomness.ts";

const PASSWORD = "passw(?:or)?d|passphrase|passwd|pwd";
const KEY =
  "secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|credentials?";
const NAME = `[\\w.-]{0,40}(?:${PASSWORD}|${KEY})[\\w-]{0,30}`;

/** `name = "value"`, `"name": "value"`, `name: Type = "value"`, `#define NAME "value"`, `setName("value")`, `put("name", "value")`, `name == "value"`. */
const QUOTED = new RegExp(
  `(?<![\\w.:-])(?<name>${NAME})["'\`\\]]{0,2}(?:[ \\t]{0,10}(?::[ \\t]{0,3}[\\w<>[\\]|.*& ]{1,40})?[ \\t]{0,10}(?:=>|:=|[=!]=?=?|:)|\\(|(?<=\\b(?:set|put|add|header|append)\\w{0,15}\\([ \\t]?["'][\\w.-]{1,80}["']),|[ \\t]{1,10}(?=["']))[ \\t]{0,10}(?<quote>["'\`])(?<value>[^"'\`\\r\\n]{6,300})\\k<quote>`,
  "gi",
);

/** `NAME=value` and `name: value` to the end of the line, in files that are no program. */
const BARE = new RegExp(
  `^[ \\t]{0,40}(?:export[ \\t]+|ENV[ \\t]+|ARG[ \\t]+|-[ \\t]+)?["']?(?<name>${NAME})["']?[ \\t]{0,10}(?:=|:[ \\t])[ \\t]{0,10}(?<value>[^\\s"'\`#,;]{6,300})[ \\t]*\\r?$`,
  "gim",
);

/** The name of something about a secret, not of the secret. */
const ABOUT =
  /(?:hash|digest|id|name|names|url|uri|path|file|filename|dir|field|header|type|label|title|param|parameter|env|var|variable|regex|pattern|prompt|message|error|text|placeholder|length|size|count|policy|rule|format|prefix|suffix|expir\w*|ttl|status|state|endpoint|selector|input|column|table|schema|version|algorithm|alg|arn|store|manager|provider|class|module|scope|scopes|ref|selector|hint|description)$/i;

/**
 * Values under a telling name that are random enough to be the secret itself. Names alone are never reported. In a docstring
 * such a value shows what an answer looks like: it is an `example`, which is kept from models and not reported.
 */
export function namedSecrets({ text, language }: Source): FoundSecret[] {
  const matches = [...text.matchAll(QUOTED), ...(isOutlined(language) ? [] : text.matchAll(BARE))];
  const examples = language === "python" && matches.length > 0 ? docstringsIn(text) : [];
  return matches.flatMap((match) => {
    const { name = "", value = "" } = match.groups ?? {};
    const isPassword = new RegExp(PASSWORD, "i").test(name);
    if (ABOUT.test(name) || !(isPassword ? looksLikePassword(value) : looksLikeKey(value))) return [];
    const start = match.index + match[0].lastIndexOf(value);
    const isExample = examples.some(([from, to]) => from <= start && start < to);
    return [{ kind: isExample ? "example" : isPassword ? "password" : "secret", start, end: start + value.length }];
  });
}

function looksLikePassword(value: string): boolean {
  return (
    !isReference(value) &&
    characterKinds(value) >= 2 &&
    /[A-Za-z]/.test(value) &&
    !isWords(value) &&
    entropyBits(value) >= 2.2
  );
}

function looksLikeKey(value: string): boolean {
  const usual = /^[A-Za-z0-9+/=_.~:@!#$%^&*-]+$/.test(value);
  return (
    usual && !isReference(value) && value.length >= 12 && /\d/.test(value) && !isWords(value) && entropyBits(value) >= 3
  );
}

/** White space, a path, an address, an expression or a placeholder. */
function isReference(value: string): boolean {
  return /\s|^\.{0,2}\/|^[a-z]{2,10}:\/\/|^[\w.-]+:\d+$|[(){}<>[\]]|\\[ux]/i.test(value) || isPlaceholder(value);
}

/** Words joined by separators or humps, without digits, such as `reset_password` and `XAuthToken`; or an algorithm. */
function isWords(value: string): boolean {
  if (/^(?:sha|md|argon|pbkdf|hs|rs|es|ps|aes|oauth|base|utf|x|v)[._-]?\d{1,4}[a-z]{0,3}$/i.test(value)) return true;
  if (!/^[A-Za-z._:/ -]+$/.test(value)) return false;
  const humps = value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return humps.join("").length >= 3 * humps.length;
}
