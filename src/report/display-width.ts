/** Two columns: East Asian "wide" and "fullwidth" blocks, and emoji. @see https://www.unicode.org/reports/tr11/ */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
const MARK = /[\p{Mn}\p{Me}]/u;
const NARROW = /^[\x20-\x7e]*$/;

/** Columns that a text takes in a terminal; it holds no controls (see `visible`). */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (MARK.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Splits a text where its first part fills at most `width` columns. */
export function splitAtWidth(text: string, width: number): [string, string] {
  let taken = 0;
  let at = 0;
  for (const character of text) {
    taken += characterWidth(character);
    if (taken > width) break;
    at += character.length;
  }
  return [text.slice(0, at), text.slice(at)];
}

/** The text, or as much of it as fits with an ellipsis. */
export function truncate(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${splitAtWidth(text, Math.max(0, width - 1))[0]}…`;
}

/** The text in pieces of at most `width` columns (at least 2), cut after a space where one is near the end: nothing is lost or added. */
export function chunks(text: string, width: number): string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== "";) {
    const [fitting, more] = splitAtWidth(rest, Math.max(2, width));
    const space = fitting.lastIndexOf(" ") + 1;
    const at = more === "" || space < fitting.length * 0.6 ? fitting.length : space;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return pieces.length > 0 ? pieces : [""];
}

/** Prose on lines of at most `width` columns, broken at spaces; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((part) => chunks(part, width))) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}
