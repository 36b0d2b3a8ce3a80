import { Marked, type Tokens } from "marked";
import { changedLines } from "../acts/changed-lines.ts";
import { diffTable } from "./diff-table.ts";
import { escapeHtml } from "./markup.ts";

/**
 * A comment's Markdown as GitHub shows it. Of HTML in it only folds, small type and line breaks are kept; comments vanish, the rest is
 * shown as text; links go to https only and pictures are not loaded.
 *
 * @param replaced the lines that a suggestion block would replace
 */
export function renderMarkdown(source: string, replaced: readonly string[] = []): string {
  const marked = new Marked({
    gfm: true,
    async: false,
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => keepSafe(text),
      image: ({ text }: Tokens.Image) => escapeHtml(text),
      link({ href, tokens }: Tokens.Link) {
        const words = this.parser.parseInline(tokens);
        return href.startsWith("https://") ? `<a href="${escapeHtml(href)}">${words}</a>` : words;
      },
      code({ text, lang }: Tokens.Code) {
        if (lang?.trim().split(/\s/)[0] === "suggestion") return suggestion(text, replaced);
        return `<pre><code>${escapeHtml(text)}</code></pre>\n`;
      },
    },
  });
  const rendered = marked.parse(source.replaceAll("\r\n", "\n"));
  if (typeof rendered !== "string") throw new TypeError("Markdown is rendered at once");
  return rendered;
}

const SAFE = /<\/?(?:details|summary|sub|sup|kbd|br)>/gi;

function keepSafe(text: string): string {
  const shown = text.replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  let at = 0;
  let result = "";
  for (const match of shown.matchAll(SAFE)) {
    result += escapeHtml(shown.slice(at, match.index)) + match[0].toLowerCase();
    at = match.index + match[0].length;
  }
  return result + escapeHtml(shown.slice(at));
}

function suggestion(text: string, replaced: readonly string[]): string {
  const lines = changedLines(replaced, text === "" ? [] : text.split("\n"));
  return `<div class="suggestion"><div class="bar"><b>Suggested change</b><span class="button">Commit suggestion</span></div>${diffTable(lines).html}</div>\n`;
}
