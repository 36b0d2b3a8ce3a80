import { nearestWord } from "./nearest-word.ts";

export const COMMAND_NAMES = [
  "review",
  "full",
  "apply",
  "explain",
  "dismiss",
  "accept-risk",
  "pause",
  "resume",
  "help",
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** What people may ask for in a comment. An `id` may be left out where the comment stands in a finding's own thread. */
export type Command =
  | { name: "review" | "full" | "pause" | "resume" | "help" }
  | { name: "apply"; ids: string[] | "all" }
  | { name: "explain"; id?: string }
  | { name: "dismiss"; id?: string; reason: string }
  | { name: "accept-risk"; id?: string; until: string; reason: string }
  | { name: "unknown"; problem: CommandProblem };

/** What is wrong with what was written after `/reflexgen`; it never holds more of it than one short word. */
export type CommandProblem =
  | { what: "no-such-command"; word: string; nearest?: CommandName }
  | {
      what: "takes-nothing" | "not-an-id" | "too-many-ids" | "missing-reason" | "missing-date" | "not-a-date";
      command: CommandName;
    }
  /** No id was given where none follows from the place; `ids` are those that could be meant. */
  | { what: "which-finding"; command: CommandName; ids: readonly string[] }
  | { what: "no-such-finding"; id: string; ids: readonly string[] }
  | { what: "fixed-already"; id: string }
  /** Days as `2027-01-31`. */
  | { what: "past-date" | "date-too-far"; latest: string };

const ID = /^[0-9a-f]{12}$/;
/** Somebody meant an id: no word of a reason looks so. */
const ALMOST_ID = /^(?=.*\d)[0-9a-fA-F]{6,64}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOST_IDS = 50;
const MOST_REASON_CHARACTERS = 500;
const MOST_WORD_CHARACTERS = 30;

/**
 * The command of a comment: its first line that begins with `/reflexgen `, read word by word. Undefined when there is none; quoted
 * lines, code blocks and hidden HTML are no commands.
 */
export function readCommand(body: string): Command | undefined {
  const line = spoken(body).find((text) => /^\/reflexgen(?:[ \t]|$)/.test(text));
  if (line === undefined) return undefined;
  const [, written = "help", ...words] = line.trim().split(/[ \t]+/);
  const name = COMMAND_NAMES.find((known) => known === written);
  if (name !== undefined) return commandOf(name, words);
  const nearest = nearestWord(written.slice(0, MOST_WORD_CHARACTERS), COMMAND_NAMES);
  const word = written.slice(0, MOST_WORD_CHARACTERS).toWellFormed();
  return unknown({ what: "no-such-command", word, ...(nearest ? { nearest } : {}) });
}

function commandOf(name: CommandName, words: string[]): Command {
  switch (name) {
    case "apply":
      return applyOf(words);
    case "explain": {
      const { id, rest } = idOf(words);
      if (rest.length > 0 || id === "almost") return unknown({ what: "not-an-id", command: name });
      return { name, ...(id && { id }) };
    }
    case "dismiss": {
      const { id, rest } = idOf(words);
      if (id === "almost") return unknown({ what: "not-an-id", command: name });
      if (rest.length === 0) return unknown({ what: "missing-reason", command: name });
      return { name, ...(id && { id }), reason: reasonOf(rest) };
    }
    case "accept-risk":
      return acceptRiskOf(words);
    default:
      return words.length === 0 ? { name } : unknown({ what: "takes-nothing", command: name });
  }
}

function applyOf(words: readonly string[]): Command {
  if (words.length === 0 || (words.length === 1 && words[0] === "all")) return { name: "apply", ids: "all" };
  if (words.length > MOST_IDS) return unknown({ what: "too-many-ids", command: "apply" });
  const ids = words.map(bare);
  if (!ids.every((word) => ID.test(word))) return unknown({ what: "not-an-id", command: "apply" });
  return { name: "apply", ids };
}

/** `ID until 2027-01-31 reason`: the date is looked at by who has a clock. */
function acceptRiskOf(words: string[]): Command {
  const name = "accept-risk";
  const { id, rest } = idOf(words);
  const [until, date, ...reason] = rest;
  if (id === "almost") return unknown({ what: "not-an-id", command: name });
  if (until !== "until" || date === undefined) return unknown({ what: "missing-date", command: name });
  if (!DATE.test(date) || !isDay(date)) return unknown({ what: "not-a-date", command: name });
  if (reason.length === 0) return unknown({ what: "missing-reason", command: name });
  return { name, ...(id && { id }), until: date, reason: reasonOf(reason) };
}

/** The id that stands first, if one does; `almost` = a misspelt one, which must not pass for the first word of a reason. */
function idOf([first, ...others]: string[]): { id?: string; rest: string[] } {
  if (first === undefined) return { rest: [] };
  const word = bare(first);
  if (ID.test(word)) return { id: word, rest: others };
  return ALMOST_ID.test(word) ? { id: "almost", rest: others } : { rest: [first, ...others] };
}

/** We show ids as code, and people copy them so. */
function bare(word: string): string {
  return /^`([^`]*)`$/.exec(word)?.[1] ?? word;
}

/** A day that is in the calendar: JavaScript takes February 30th for March 2nd. */
function isDay(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

function reasonOf(words: readonly string[]): string {
  return words.join(" ").slice(0, MOST_REASON_CHARACTERS).toWellFormed();
}

function unknown(problem: CommandProblem): Command {
  return { name: "unknown", problem };
}

/** The lines that a reader of the page sees as text: no code blocks, no HTML comments. */
function spoken(body: string): string[] {
  let fence: string | undefined;
  let hidden = false;
  return body.split(/\r?\n/).filter((line) => {
    if (hidden) {
      hidden = !line.includes("-->");
      return false;
    }
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && mark) fence = mark;
    else if (fence !== undefined && mark?.startsWith(fence)) fence = undefined;
    else if (fence === undefined) {
      const opening = line.lastIndexOf("<!--");
      hidden = opening >= 0 && !line.includes("-->", opening);
      return true;
    }
    return false;
  });
}
