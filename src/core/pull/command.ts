/** What people may ask for in a comment. Anything else after `/reflexgen` is `unknown`. */
export type Command =
  | { name: "review" | "full" | "pause" | "resume" | "help" }
  | { name: "apply"; ids: string[] | "all" }
  | { name: "explain"; id: string }
  | { name: "dismiss"; id: string; reason: string }
  | { name: "accept-risk"; id: string; until: string; reason: string }
  | { name: "unknown" };

const ID = /^[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOST_IDS = 50;

/**
 * The command of a comment: its first line that begins with `/reflexgen `, read word by word. Undefined when there is none; quoted
 * lines and code blocks are no commands.
 */
export function readCommand(body: string): Command | undefined {
  const line = outsideFences(body).find((text) => /^\/reflexgen(?:[ \t]|$)/.test(text));
  if (line === undefined) return undefined;
  const [, name = "help", ...words] = line.trim().split(/[ \t]+/);
  return commandOf(name, words) ?? { name: "unknown" };
}

function commandOf(name: string, words: string[]): Command | undefined {
  switch (name) {
    case "review":
    case "full":
    case "pause":
    case "resume":
    case "help":
      return words.length === 0 ? { name } : undefined;
    case "apply":
      if (words.length === 0 || (words.length === 1 && words[0] === "all")) return { name, ids: "all" };
      return words.length <= MOST_IDS && words.every((word) => ID.test(word)) ? { name, ids: words } : undefined;
    case "explain":
      return words.length === 1 && isId(words[0]) ? { name, id: words[0] } : undefined;
    case "dismiss":
      return isId(words[0]) && words.length > 1 ? { name, id: words[0], reason: reasonOf(words.slice(1)) } : undefined;
    case "accept-risk": {
      const [id, until, date, ...reason] = words;
      if (!isId(id) || until !== "until" || !date || !DATE.test(date) || reason.length === 0) return undefined;
      return { name, id, until: date, reason: reasonOf(reason) };
    }
    default:
      return undefined;
  }
}

function isId(word: string | undefined): word is string {
  return word !== undefined && ID.test(word);
}

function reasonOf(words: readonly string[]): string {
  return words.join(" ").slice(0, 500);
}

function outsideFences(body: string): string[] {
  let fence: string | undefined;
  return body.split(/\r?\n/).filter((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && mark) fence = mark;
    else if (fence !== undefined && mark?.startsWith(fence)) fence = undefined;
    else return fence === undefined;
    return false;
  });
}
