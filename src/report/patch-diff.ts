import type { Patch, PatchHunk } from "../core/patch.ts";
import { linesOf } from "../core/text.ts";
import { chunks } from "./display-width.ts";
import type { Page } from "./page.ts";
import { commonIndent, expandTabs, plainLine } from "./source-line.ts";

/** A diff longer than this is cut, and says so. */
const MOST_LINES = 60;

/**
 * A patch as a small diff without context, with the line numbers of the head. Long lines are wrapped, never cut: what a fix does
 * must be seen whole.
 */
export function renderPatch(page: Page, patch: Patch, { mostLines = MOST_LINES } = {}): string[] {
  const rows = patch.hunks.map(rowsOf);
  const all = rows.flat();
  const digits = String(all.findLast(({ number }) => number !== undefined)?.number ?? 1).length;
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

type Row = { sign: "-" | "+"; number: number | undefined; text: string };

/** The lines taken away with their numbers, then the new ones; an insertion's first line has the number that it gets. */
function rowsOf({ lines, before, after }: PatchHunk): Row[] {
  const [removed, added] = [linesOf(before), linesOf(after)];
  const endings = new Set([...removed, ...added].flatMap((line) => /\r?\n$/.exec(line)?.[0] ?? []));
  // Where line ends change, they may be all that the lines differ by: the CR is shown.
  const plain = (line: string) => (endings.size > 1 ? line.replace(/\n$/, "") : plainLine(line));
  return [
    ...removed.map((line, index) => ({ sign: "-" as const, number: lines.startLine + index, text: plain(line) })),
    ...added.map((line, index) => ({
      sign: "+" as const,
      number: before === "" && index === 0 ? lines.startLine : undefined,
      text: plain(line),
    })),
  ];
}
