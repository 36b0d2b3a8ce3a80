import type { Language } from "../language.ts";

/**
 * A piece of code as its language's lexer would cut it, close enough to compare two versions of one unit.
 *
 * The fixed parts of templates and f-strings are `string` tokens, what is spliced into them stands between the
 * marks `${` and `}$` as ordinary tokens. Offsets are those of the text that was handed in.
 */
export type Token = {
  kind: "name" | "number" | "string" | "mark" | "comment";
  /** Of a string: its content, without quotes and prefix. */
  text: string;
  start: number;
  end: number;
  /** It is the first token of its line, and the line before was not continued. */
  breaks: boolean;
};

/** Splices deeper than this are read as text: nobody writes them, and recursion stays bounded. */
const MAX_DEPTH = 40;
/** Longer ones are read as marks, so that a line of half-open ones costs no quadratic time. */
const MAX_REGEXP = 2000;

const NAME = /[\p{ID_Start}_$@#]?[\p{ID_Continue}$\u200c\u200d]+|[@#]/uy;
const NUMBER = /\.?\d(?:[eEpP][+-]|[\w.]|'(?=\w))*/y;
const MARK =
  />>>=|===|!==|\*\*=|<<=|>>=|\.\.\.|&&=|\|\|=|\?\?=|==|!=|<=|>=|=>|->|:=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|&&|\|\||\?\?|\?\.|::|<<|>>|\*\*|\+\+|--|[^]/uy;
const STRING_PREFIX = /(?:[rRbBuUfFtTL]|u8){0,3}(?=["'])/y;
/** After these words a slash starts a regular expression, and a brace an object. */
export const BEFORE_EXPRESSION = new Set(
  "return typeof case in of delete void throw new do else instanceof yield await default".split(" "),
);

const python = (language: Language): boolean => language === "python";
const scripted = (language: Language): boolean =>
  language === "javascript" || language === "typescript" || language === "tsx";

/** The tokens of `text`, comments included, in linear time. Never throws: what it can't read becomes marks. */
export function tokensOf(text: string, language: Language): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let breaks = true;

  const push = (kind: Token["kind"], start: number, end: number, content = text.slice(start, end)): void => {
    tokens.push({ kind, text: content, start, end, breaks });
    if (kind !== "comment") breaks = false;
    at = end;
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const upTo = (found: number, missing = text.length): number => (found < 0 ? missing : found);

  /** Reads a quoted text whose opening quote starts at `open`; `splice` is what starts an inserted expression. */
  const quoted = (open: number, quote: string, splice: string, raw: boolean, lines: boolean, depth: number): void => {
    let from = open + quote.length;
    let cursor = from;
    while (cursor < text.length && !text.startsWith(quote, cursor)) {
      const character = text[cursor];
      if (character === "\n" && !lines) break;
      if (character === "\\" && !(raw && quote === "`")) cursor += 2;
      else if (splice && text.startsWith(splice, cursor) && depth < MAX_DEPTH) {
        if (splice === "{" && text[cursor + 1] === "{") cursor += 2;
        else {
          push("string", from, cursor);
          push("mark", cursor, cursor + splice.length, "${");
          read("}", depth + 1);
          from = cursor = at;
          if (text[at] === "}") push("mark", at, at + 1, "}$");
          from = cursor = at;
        }
      } else cursor += 1;
    }
    const end = Math.min(cursor, text.length);
    push("string", from, end);
    at = text.startsWith(quote, end) ? end + quote.length : end;
    const last = tokens.at(-1);
    if (last) last.end = at;
  };

  const startsExpression = (): boolean => {
    const before = tokens.findLast((token) => token.kind !== "comment");
    if (!before) return true;
    if (before.kind === "mark") return ![")", "]", "}", "++", "--", "}$"].includes(before.text);
    return before.kind === "name" && BEFORE_EXPRESSION.has(before.text);
  };

  /** Reads on until the end, or until `closing` stands outside all brackets. */
  const read = (closing: string, depth: number): void => {
    let open = 0;
    while (at < text.length) {
      const character = text[at] ?? "";
      const next = text[at + 1] ?? "";
      if (character === "\n") {
        breaks = true;
        at += 1;
      } else if (character === "\\" && (next === "\n" || text.startsWith("\r\n", at + 1))) {
        at += next === "\n" ? 2 : 3;
      } else if (/\s|\ufeff/.test(character)) at += 1;
      else if (closing && open === 0 && character === closing) return;
      else if (python(language) ? character === "#" : character === "/" && next === "/")
        push("comment", at, upTo(text.indexOf("\n", at)));
      else if (!python(language) && character === "/" && next === "*")
        push("comment", at, upTo(text.indexOf("*/", at + 2), text.length - 2) + 2);
      else if (quotedAt(depth)) continue;
      else if (scripted(language) && character === "/" && startsExpression()) regularExpression();
      else if (/\d/.test(character) || (character === "." && /\d/.test(next)))
        push("number", at, at + (match(NUMBER)?.length ?? 1));
      else {
        const name = /[\p{ID_Start}_$@#]/u.test(String.fromCodePoint(text.codePointAt(at) ?? 0))
          ? match(NAME)
          : undefined;
        if (name) push("name", at, at + name.length);
        else {
          const mark = match(MARK) ?? character;
          if ("([{".includes(mark)) open += 1;
          if (")]}".includes(mark)) open -= 1;
          push("mark", at, at + mark.length);
        }
      }
    }
  };

  const quotedAt = (depth: number): boolean => {
    const character = text[at] ?? "";
    if (character === "`" && (scripted(language) || language === "go")) {
      quoted(at, "`", scripted(language) ? "${" : "", language === "go", true, depth);
      return true;
    }
    const prefix = python(language) || language === "c" || language === "cpp" ? (match(STRING_PREFIX) ?? "") : "";
    const open = at + prefix.length;
    const quote = text[open];
    if ((quote !== '"' && quote !== "'") || (prefix === "" && at !== open)) return false;
    if (language === "cpp" && prefix.endsWith("R")) return rawCpp(open);
    const triple = (python(language) || language === "java") && text.startsWith(quote.repeat(3), open);
    const splice = python(language) && /[ft]/i.test(prefix) ? "{" : "";
    quoted(open, triple ? quote.repeat(3) : quote, splice, /r/i.test(prefix), triple, depth);
    return true;
  };

  const rawCpp = (open: number): boolean => {
    const delimiter = /"([^()\\\s]{0,16})\(/y;
    delimiter.lastIndex = open;
    const found = delimiter.exec(text);
    if (!found) return false;
    const closing = `)${found[1] ?? ""}"`;
    const from = open + found[0].length;
    const end = upTo(text.indexOf(closing, from));
    push("string", open, Math.min(end + closing.length, text.length), text.slice(from, end));
    return true;
  };

  const regularExpression = (): void => {
    const limit = Math.min(text.length, at + MAX_REGEXP);
    let cursor = at + 1;
    let inClass = false;
    while (cursor < limit && text[cursor] !== "\n" && (inClass || text[cursor] !== "/")) {
      if (text[cursor] === "\\") cursor += 1;
      else if (text[cursor] === "[") inClass = true;
      else if (text[cursor] === "]") inClass = false;
      cursor += 1;
    }
    if (text[cursor] !== "/") push("mark", at, at + 1);
    else push("string", at, cursor + 1);
  };

  // An unbalanced closing bracket ends nothing at the top: reading goes on behind it.
  while (at < text.length) read("", 0);
  return tokens;
}

/** What stands between an owner and its property. */
export function isDot(token: Token | undefined): boolean {
  return token?.kind === "mark" && [".", "?.", "->", "::"].includes(token.text);
}
