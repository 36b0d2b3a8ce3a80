import { popularPackages } from "./data/popular-packages.ts";
import type { Ecosystem } from "./ecosystem.ts";

/** Shorter names are all near each other. */
const SHORTEST = 5;
/** From this length on two slips are still the same word. */
const LONG = 12;
const MOST_CHARACTERS = 120;

/** The well-known package that this name is easily taken for; undefined for well-known names themselves, and for all others. */
export function looksLike(name: string, ecosystem: Ecosystem): string | undefined {
  const popular = popularPackages(ecosystem);
  const own = plain(name, ecosystem);
  if (name.length > MOST_CHARACTERS || isPopular(name, ecosystem)) return undefined;
  return popular.find(
    (known) => isNear(own, plain(known, ecosystem)) || (ecosystem === "npm" && isWithMark(name, known)),
  );
}

/** PyPI folds separators and case itself; the major version is part of a Go module's path. */
function same(known: string, name: string, ecosystem: Ecosystem): boolean {
  if (ecosystem === "pypi") return known.replaceAll(/[-_.]+/g, "-") === name.replaceAll(/[-_.]+/g, "-");
  return ecosystem === "go" && withoutMajor(known) === withoutMajor(name);
}

function withoutMajor(path: string): string {
  return path.replace(/[./]v\d{1,3}$/, "");
}

/** Without what people leave out, add or mix up: separators, the mark of a scope, case. */
function plain(name: string, ecosystem: Ecosystem): string {
  const folded = (ecosystem === "go" ? withoutMajor(name) : name).toLowerCase();
  return ecosystem === "npm" || ecosystem === "pypi" ? folded.replaceAll(/[-_.@/]/g, "") : folded;
}

/** `reactjs`, `lodash.js`. In a scope the owner is named, as in `@eslint/js`. */
function isWithMark(name: string, known: string): boolean {
  return known.length >= SHORTEST && [`${known}js`, `${known}.js`, `${known}-js`].includes(name);
}

function isNear(own: string, known: string): boolean {
  if (own === known) return own.length >= SHORTEST;
  if (Math.min(own.length, known.length) < SHORTEST) return false;
  // `jdk7` and `jdk8`, `beautifulsoup` and `beautifulsoup4`: siblings of one project.
  if (own.replaceAll(/\d/g, "") === known.replaceAll(/\d/g, "")) return false;
  const allowed = Math.min(own.length, known.length) >= LONG && !/[:/]/.test(known) ? 2 : 1;
  return Math.abs(own.length - known.length) <= allowed && distance(own, known) <= allowed;
}

/** Insertions, deletions, replacements, and swaps of neighbours (optimal string alignment). */
function distance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min(replaced, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

export function isPopular(name: string, ecosystem: Ecosystem): boolean {
  return popularPackages(ecosystem).some((known) => known === name || same(known, name, ecosystem));
}
