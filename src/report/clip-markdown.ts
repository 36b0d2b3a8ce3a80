const NOTE = "\n\nThe rest did not fit here.";

/**
 * Our own Markdown in at most `limitBytes` of UTF-8, cut where a reader loses least: at a paragraph, outside of fences and folded
 * parts. Where there is no such place, at a line's end, and what stands open is closed.
 */
export function clipMarkdown(markdown: string, limitBytes: number): string {
  if (Buffer.byteLength(markdown) <= limitBytes) return markdown;
  const lines = markdown.split("\n");
  let [used, at, safe, open] = [0, 0, 0, [] as string[]];
  let closing: string[] = [];
  for (; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const next = opened(open, line);
    used += Buffer.byteLength(line) + 1;
    if (used + Buffer.byteLength(`\n${next.join("\n")}${NOTE}`) > limitBytes) break;
    open = next;
    closing = next;
    if (open.length === 0 && (lines[at + 1] ?? "") === "") safe = at + 1;
  }
  const kept = safe > 0 ? lines.slice(0, safe) : [...lines.slice(0, at), ...closing.toReversed()];
  return clipped(kept.join("\n").trimEnd() + NOTE, limitBytes);
}

/** What stands open after a line, innermost last, as the text that closes it. */
function opened(open: readonly string[], line: string): string[] {
  const innermost = open.at(-1);
  const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
  if (innermost?.startsWith("`") || innermost?.startsWith("~")) {
    const closes = fence?.[1]?.startsWith(innermost) && (fence[2] ?? "").trim() === "";
    return closes ? open.slice(0, -1) : [...open];
  }
  if (fence?.[1]) return [...open, fence[1]];
  if (line.startsWith("<details>")) return [...open, "</details>"];
  return line === "</details>" ? open.slice(0, -1) : [...open];
}

/** The last resort, for one line that is longer than everything: no half character is left behind. */
function clipped(text: string, limitBytes: number): string {
  if (Buffer.byteLength(text) <= limitBytes) return text;
  return Buffer.from(text)
    .subarray(0, limitBytes)
    .toString()
    .replace(/\uFFFD+$/, "");
}
