import type { RuleSummary } from "../core/analysis.ts";
import type { Command } from "../core/pull/answer/command.ts";
import { visibleProse } from "./escape.ts";
import { markdownCode, markdownText } from "./markdown-escape.ts";

/** What every text on a pull request is written with. */
export type Speech = {
  /** Untrusted prose: at most `most` characters (600 by default), scrubbed, and without any effect. */
  say: (text: string, most?: number) => string;
  /** The same where no Markdown is read: titles of checks, and their notes beside lines. */
  plain: (text: string, most?: number) => string;
  /** Untrusted words as code. `path`: the file that they are from. */
  code: (text: string, path?: string) => string;
  scrub: (text: string, path?: string) => string;
  rules: readonly RuleSummary[];
  /** Commands that do something now: others are not spoken of. */
  commands: ReadonlySet<Command["name"]>;
};

const MOST_CHARACTERS = 600;
const MOST_CODE_CHARACTERS = 300;
/** So much beyond the cut is looked at for secrets, so that none of which a part is left goes unseen. */
const MARGIN = 10_000;

export function openSpeech({ scrub, rules, commands }: Pick<Speech, "scrub" | "rules" | "commands">): Speech {
  const short = (text: string, most: number, path?: string) => cut(scrub(text.slice(0, most + MARGIN), path), most);
  return {
    say: (text, most = MOST_CHARACTERS) => markdownText(short(text, most)),
    plain: (text, most = MOST_CHARACTERS) => plainText(short(text, most)),
    code: (text, path) => markdownCode(short(text, MOST_CODE_CHARACTERS, path)),
    scrub,
    rules,
    commands,
  };
}

/** One line; addresses and names are parted, since whatever shows it may link them. */
function plainText(text: string): string {
  return visibleProse(text)
    .replaceAll("`", "'")
    .replace(/:(?=\/\/)/g, ": ")
    .replace(/www(?=\.)/gi, "www ")
    .replace(/[@#](?=[\p{L}\p{N}_])/gu, "$& ")
    .replace(/\bgh-(?=\d)/gi, "GH ");
}

/** In a table a bar ends the cell, also within code. */
export function tableCell({ say }: Pick<Speech, "say">, text: string, most = 160): string {
  return say(text.replaceAll("`", "'"), most);
}

export function tableCode({ code, say }: Pick<Speech, "code" | "say">, text: string): string {
  return /[|\\]/.test(text) ? tableCell({ say }, text) : code(text);
}

/** Markdown under a line that opens it. `label` is ours or went through `say`. */
export function folded(label: string, blocks: readonly string[]): string {
  return [`<details><summary>${label}</summary>`, ...blocks, "</details>"].join("\n\n");
}

/** The beginning of a commit's name, as code: GitHub would link it elsewhere. */
export function shortSha(sha: string): string {
  return `\`${/^[0-9a-f]{7,64}$/.test(sha) ? sha.slice(0, 7) : "unknown"}\``;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;
}
