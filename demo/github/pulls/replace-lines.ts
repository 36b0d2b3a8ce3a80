export type Replacement = { startLine: number; endLine: number; lines: readonly string[] };

/**
 * A file with some ranges of lines replaced, byte for byte the same elsewhere. New lines end as the replaced ones did, so a
 * file keeps CRLF, a byte order mark stays in front, and a file without a final line feed gets none.
 *
 * @param replacements don't overlap; lines count from 1 as in the file before
 */
export function replaceLines(bytes: Buffer, replacements: readonly Replacement[]): Buffer {
  // Latin-1 maps each byte to one character and back, so nothing is lost to decoding.
  const lines = splitLines(bytes.toString("latin1"));
  const result = [...lines];
  for (const { startLine, endLine, lines: wanted } of replacements.toSorted(
    (one, other) => other.startLine - one.startLine,
  )) {
    const first = lines[startLine - 1] ?? "";
    const last = lines[endLine - 1] ?? "";
    const ending = endingOf(first) || endingOf(lines[startLine - 2] ?? "") || "\n";
    const mark = startLine === 1 && first.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    const fresh = wanted.map((line) => Buffer.from(line).toString("latin1"));
    const text = fresh.map((line, index) => (index === fresh.length - 1 ? line + endingOf(last) : line + ending));
    if (mark && text[0] !== undefined && !text[0].startsWith(mark)) text[0] = mark + text[0];
    result.splice(startLine - 1, endLine - startLine + 1, ...text);
  }
  return Buffer.from(result.join(""), "latin1");
}

/** UTF-8's mark, as Latin-1 reads it. */
const BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

function splitLines(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  return text === "" ? [] : lines;
}

function endingOf(line: string): string {
  if (line.endsWith("\r\n")) return "\r\n";
  return line.endsWith("\n") ? "\n" : "";
}
