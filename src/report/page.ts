import { styleText } from "node:util";
import type { Severity } from "../core/weakness.ts";
import { displayWidth, wrap } from "./display-width.ts";
import { visible, visibleProse } from "./escape.ts";

/** What a stretch of text is; its colour follows from it. */
export type Role = Severity | "strong" | "quiet" | "place" | "good" | "removed" | "added";

/** What every part of the terminal report needs to draw itself. */
export type Page = {
  /** Columns of the terminal. */
  width: number;
  paint: (role: Role, text: string) => string;
  /** Untrusted text on one line, secrets and hidden characters replaced; measured and cut only after that. `path` is its file. */
  say: (text: string, path?: string) => string;
  /** The same with white space folded, for sentences. */
  sayProse: (text: string) => string;
};

export type PageOptions = {
  width: number;
  colour: boolean;
  scrub?: ((text: string, path?: string) => string) | undefined;
};

const STYLES = {
  critical: ["bold", "magenta"],
  high: ["bold", "red"],
  medium: ["bold", "yellow"],
  low: ["bold", "blue"],
  strong: ["bold"],
  quiet: ["dim"],
  place: ["cyan"],
  good: ["green"],
  removed: ["red"],
  added: ["green"],
} as const;

/** Lines of prose longer than this are tiring to read, however wide the terminal is. */
const WIDEST_PROSE = 100;
const NARROWEST = 20;

export function openPage({ width, colour, scrub = (text) => text }: PageOptions): Page {
  return {
    width: Math.max(NARROWEST, width),
    // The caller decided about colour; styleText must not look at stdout again.
    paint: (role, text) => (colour && text !== "" ? styleText(STYLES[role], text, { validateStream: false }) : text),
    say: (text, path) => visible(scrub(text, path)),
    sayProse: (text) => visibleProse(scrub(text)),
  };
}

type LeadOptions = { lead?: string; role?: Role | undefined };

/** Prose in lines behind `lead`; the lines after the first are indented as wide as it is. */
export function paragraph(page: Page, text: string, { lead = "  ", role }: LeadOptions = {}): string[] {
  return hanging(page, wrap(text, Math.min(page.width, WIDEST_PROSE) - lead.length), { lead, role });
}

/** Short facts on as few lines as they need, broken only between them where possible; indented like a paragraph. */
export function facts(page: Page, items: readonly string[], { lead = "  ", role }: LeadOptions = {}): string[] {
  const width = Math.min(page.width, WIDEST_PROSE) - lead.length;
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(`${last} · ${item}`) <= width) lines[lines.length - 1] = `${last} · ${item}`;
    else lines.push(...wrap(item, width));
  }
  return hanging(page, lines, { lead, role });
}

function hanging(page: Page, lines: readonly string[], { lead, role }: LeadOptions & { lead: string }): string[] {
  return lines.map((line, index) => {
    return (index === 0 ? lead : " ".repeat(lead.length)) + (role ? page.paint(role, line) : line);
  });
}
