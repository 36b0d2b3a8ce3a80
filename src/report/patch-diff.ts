import type { Patch } from "../core/patch.ts";
import { linesOf } from "../core/text.ts";
import { chunks } from "./display-width.ts";
import type { Page } from "./page.ts";
import { commonIndent, expandTabs, plainLine } from "./source-line.ts";

/** One line of a diff; `number` is the line at the head, which an added line doesn't have. */
type DiffLine = { sign: "-" | "+"; number: number | undefined; text: string };

/** A diff longer than this is cut, and says so. */
const MOST_LINES = 60;

/**
 * A patch as a small diff without context. Long lines are wrapped, never cut: what a fix does must be seen whole.
 */
export function renderPatch(page: Page, patch: Patch, { mostLines = MOST_LINES } = {}): string[] {
  const rows = patch.hunks.map((hunk) => [
    ...diffLines("-", hunk.before, hunk.lines.startLine),
    ...diffLines("+", hunk.after, undefined),
  ]);
  const all = rows.flat();
  const digits = String(Math.max(1, ...patch.hunks.map(({ lines }) => lines.endLine))).length;
  const indent = commonIndent(all.map(({ text }) => text));
  const width = page.width - digits - 5;

  const rendered: string[] = [];
  for (const [index, hunk] of rows.entries()) {
    if (index > 0) rendered.push(page.paint("quiet", `  ${" ".repeat(digits)} ┊`));
    for (const { sign, number, text } of hunk) {
      // Tabs are turned to spaces first: `say` would show them as hidden characters.
      for (const [part, piece] of chunks(page.say(expandTabs(text.slice(indent)), patch.path), width).entries()) {
        const label = part === 0 && number !== undefined ? String(number) : "";
        const body = `${part === 0 ? sign : "·"} ${piece}`.trimEnd();
        rendered.push(
          `  ${page.paint("quiet", label.padStart(digits))} ${page.paint(sign === "-" ? "removed" : "added", body)}`,
        );
      }
    }
  }
  if (rendered.length <= mostLines) return rendered;
  const hidden = rendered.length - mostLines;
  return [
    ...rendered.slice(0, mostLines),
    page.paint("quiet", `  ${" ".repeat(digits)} ┊ ${hidden} more lines: see them with --explain`),
  ];
}

function diffLines(sign: "-" | "+", text: string, startLine: number | undefined): DiffLine[] {
  return linesOf(text).map((line, index) => ({
    sign,
    number: startLine === undefined ? undefined : startLine + index,
    text: plainLine(line),
  }));
}
