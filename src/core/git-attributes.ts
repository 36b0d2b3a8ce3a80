import { posix } from "node:path";
import { readGlob, type Glob } from "./glob.ts";

/** One line of a `.gitattributes` that sets what we ask for. `folder` is where the file stands, "." for the root. */
export type AttributeLine = {
  folder: string;
  /** Of the whole path below the folder, or of the last name alone. */
  glob: Glob;
  ofName: boolean;
  attributes: ReadonlyMap<string, boolean>;
};

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
      const glob = pattern.length <= MOST_PATTERN && attributes.size > 0 ? readGlob(pattern) : undefined;
      return glob ? [{ folder, glob, ofName: !pattern.includes("/"), attributes }] : [];
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
function matchesPattern(path: string, { folder, glob, ofName }: AttributeLine): boolean {
  const inside = folder === "." ? path : path.slice(folder.length + 1);
  if (folder !== "." && !path.startsWith(`${folder}/`)) return false;
  return glob(ofName ? posix.basename(inside) : inside);
}
