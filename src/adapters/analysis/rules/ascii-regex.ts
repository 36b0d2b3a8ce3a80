const CLASSES: Readonly<Record<string, string>> = { w: "0-9A-Za-z_", d: "0-9", s: " \\t\\r\\n\\f\\v" };

/**
 * A regular expression in which `\w`, `\d`, `\s` and `\b` mean ASCII. In Rust's syntax they mean all of Unicode, which makes
 * an expression up to fifty times slower to compile, and ast-grep compiles it at every call.
 */
export function asciiRegex(source: string): string {
  let inClass = false;
  const plain = source.replaceAll(/\\([\s\S])|\[\^?|\]/g, (whole, escaped: string | undefined) => {
    if (escaped !== undefined) {
      if (escaped === "b" && !inClass) return "(?-u:\\b)";
      const members = CLASSES[escaped];
      if (members === undefined) return whole;
      return inClass ? members : `[${members}]`;
    }
    const opens = whole !== "]";
    if (opens === inClass) return whole; // `[` in a class is a plain character here.
    inClass = opens;
    return whole;
  });
  return isAsciiOnly(plain) ? plain.replaceAll("(?i)", "(?i-u)") : plain;
}

/** Nothing in it stands for a letter beyond ASCII: then Rust need not know what such letters are in the other case. */
function isAsciiOnly(source: string): boolean {
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  return /^[\x00-\x7f]*$/.test(source) && !/\[\^|\\[WDSpPxuU]/.test(source) && !/(?<!\\)\./.test(source);
}

/** A rule object with every `regex` in it made ASCII. */
export function withAsciiRegexes<T>(rule: T): T;
export function withAsciiRegexes(rule: unknown): unknown {
  if (Array.isArray(rule)) return rule.map((part) => withAsciiRegexes(part));
  if (typeof rule !== "object" || rule === null) return rule;
  return Object.fromEntries(
    Object.entries(rule).map(([key, part]) => [
      key,
      key === "regex" && typeof part === "string" ? asciiRegex(part) : withAsciiRegexes(part),
    ]),
  );
}
