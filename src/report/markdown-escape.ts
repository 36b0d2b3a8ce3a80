import { visible, visibleCode, visibleWords } from "./escape.ts";

/** Invisible, and no part of any name, address or number: it parts what GitHub would link or notify by. */
const BREAK = "&#8203;";

/**
 * Untrusted prose as GitHub-flavoured Markdown that shows its characters and does nothing: no HTML, mention, issue, commit or web link,
 * and of all markup only code spans. GitHub looks for mentions and references in the finished page, where a backslash no longer stands, so these are parted.
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 0 ? inert(visibleWords(part)) : markdownCode(part)))
    .join("");
}

function inert(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? character)
    .replace(/[\\`*_{}[\]()!|~$^=+-]/g, "\\$&")
    .replace(/^(\d{1,9})\./, "$1\\.")
    .replace(/[@#]|gh\\-/gi, `$&${BREAK}`)
    .replace(/:(?=\S)/g, `:${BREAK}`)
    .replace(/www(?=\.)/gi, `$&${BREAK}`)
    .replace(/[0-9a-f]{7,}/gi, (hash) => hash.replace(/.{4}(?=.)/g, `$&${BREAK}`));
}

/** Untrusted text as a code span, hidden characters and false letters shown; in code GitHub neither links nor notifies. */
export function markdownCode(text: string): string {
  const shown = visibleCode(text);
  const fence = "`".repeat(longestRun(shown, /`+/g) + 1);
  const padding = /^[` ]|[` ]$/.test(shown) || shown === "" ? " " : "";
  return fence + padding + shown + padding + fence;
}

/** Lines of untrusted code as a fenced block; `info` is ours. */
export function markdownFence(info: "diff" | "text", lines: readonly string[]): string[] {
  const shown = lines.map(visible);
  const fence = "`".repeat(Math.max(3, longestRun(shown.join("\n"), /`+/g) + 1));
  return [fence + info, ...shown, fence];
}

function longestRun(text: string, pattern: RegExp): number {
  return Math.max(0, ...(text.match(pattern) ?? []).map((run) => run.length));
}
