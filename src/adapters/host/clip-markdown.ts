const CLIPPED = "\n\n(cut here: it is longer than GitHub takes)";
/** A line that opens or closes a fenced block. */
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * The text within `most` UTF-16 units: cut behind a whole line where there is one, never inside a character, with an open fence closed.
 */
export function clipMarkdown(text: string, most: number): string {
  if (text.length <= most) return text;
  if (most < 1000) return `${wellFormed(text.slice(0, most - 1))}…`;
  // A fence may be as long as a line; what closes it has to fit too.
  const room = most - CLIPPED.length - 200;
  const line = text.lastIndexOf("\n", room);
  const kept = wellFormed(text.slice(0, line > room / 2 ? line : room));
  const fence = openFence(kept);
  return kept + (fence === undefined ? "" : `\n${fence.slice(0, 190)}`) + CLIPPED;
}

function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const line of text.split("\n")) {
    const fence = FENCE.exec(line)?.[1];
    if (fence === undefined) continue;
    if (open === undefined) open = fence;
    else if (fence.startsWith(open) && line.trim() === fence) open = undefined;
  }
  return open;
}

/** Without half a character at its end. */
function wellFormed(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}
