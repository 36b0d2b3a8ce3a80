/** What an attacker's value can be used for: each sink is of one purpose, and what makes a value safe does so for some. */
export const PURPOSES = [
  "sql",
  "nosql",
  "shell",
  "code",
  "template",
  "html",
  "path",
  "url",
  "redirect",
  "ldap",
  "xpath",
  "xml",
  "regex",
  "log",
  "header",
  "deserialize",
  "format",
  "name",
  "size",
  "mail",
  "prompt",
  "option",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A set of purposes, one bit each. */
export type Purposes = number;

export const EVERY_PURPOSE: Purposes = 2 ** PURPOSES.length - 1;

export function purposesOf(names: readonly Purpose[] | "all"): Purposes {
  if (names === "all") return EVERY_PURPOSE;
  return names.reduce((bits, name) => bits | (1 << PURPOSES.indexOf(name)), 0);
}
