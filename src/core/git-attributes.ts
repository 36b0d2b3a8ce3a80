import { matchesGlob, posix } from "node:path";

/** One line of a `.gitattributes` that sets what we ask for. `folder` is where the file stands, "." for the root. */
export type AttributeLine = { folder: string; pattern: string; attributes: ReadonlyMap<string, boolean> };

const MOST_LINES = 2000;
const MOST_PATTERN = 200;

/**
 * Reads the attributes named in `wanted` from the text of one `.gitattributes`: `name` and `name=true` set, `-name`, `!name` and
 * `name=false` unset. Lines with quotes or negated patterns say nothing, as in git.
 *
 * @see https://git-scm.com/docs/gitattributes
 */
export function readAttributes(text: string, folder: string, wanted: readonly string[]): AttributeLine[] {
  return text
    .split("\n", MOST_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^[#!"[]/.test(line))
    .flatMap((line) => {
      const [pattern = "", ...words] = line.split(/\s+/);
      const attributes = new Map(words.flatMap((word) => stateOf(word, wanted)));
      return attributes.size > 0 && pattern.length <= MOST_PATTERN ? [{ folder, pattern, attributes }] : [];
    });
}

function stateOf(word: string, wanted: readonly string[]): [string, boolean][] {
  const [, sign, name = "", value] = /^([-!]?)([\w.-]+)(?:=(.*))?$/.exec(word) ?? [];
  if (!wanted.includes(name)) return [];
  return [[name, sign === "" && (value === undefined || value.toLowerCase() === "true")]];
}

/** The last line that speaks of the path decides, deeper folders after outer ones; undefined where none does. `lines` outer folders first. */
export function attributeOf(path: string, name: string, lines: readonly AttributeLine[]): boolean | undefined {
  return lines.findLast((line) => line.attributes.has(name) && matchesPattern(path, line))?.attributes.get(name);
}

/** A pattern without a slash means the name in any folder; another one starts where its file stands. */
function matchesPattern(path: string, { folder, pattern }: AttributeLine): boolean {
  const inside = folder === "." ? path : path.slice(folder.length + 1);
  if (folder !== "." && !path.startsWith(`${folder}/`)) return false;
  if (!pattern.includes("/")) return matchesGlob(visibleName(posix.basename(inside)), visibleName(pattern));
  return matchesGlob(visibleName(inside), visibleName(pattern.replace(/^\//, "")));
}

/** For git a name that starts with a dot is a name like any other; `matchesGlob` thinks otherwise. */
function visibleName(path: string): string {
  return path.replaceAll(/(^|\/)\.(?=[^./])/g, "$1dot-");
}
