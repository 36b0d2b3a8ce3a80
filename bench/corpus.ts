import { cpSync, mkdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Sources } from "./sources.ts";

export type Corpus = {
  /** Four folders of about the same size and mixture. */
  quarters: string[];
  bytes: number[];
  files: number;
  /** Megabytes by language, for people. */
  mixture: string;
};

/** Copies of real sources, spread over four folders; each language has at most `bytesEach`, taken from all over its tree. */
export function makeCorpus(sources: Sources, folder: string, bytesEach: number): Corpus {
  const bytes = [0, 0, 0, 0];
  const mixture: string[] = [];
  let files = 0;
  for (const [language, paths] of Object.entries(sources)) {
    let size = 0;
    for (const [index, path] of spread(paths).entries()) {
      if (size >= bytesEach) break;
      const quarter = bytes.indexOf(Math.min(...bytes));
      const target = join(folder, `q${quarter}`, language, String(index % 50));
      mkdirSync(target, { recursive: true });
      cpSync(path, join(target, `${index}-${basename(path)}`));
      const length = statSync(path).size;
      bytes[quarter] = (bytes[quarter] ?? 0) + length;
      size += length;
      files++;
    }
    if (size > 0) mixture.push(`${language} ${(size / 1e6).toFixed(1)}`);
  }
  return { quarters: bytes.map((_, index) => join(folder, `q${index}`)), bytes, files, mixture: mixture.join(", ") };
}

/** The same files in an order that takes from the whole list evenly: by the bits of the index, reversed. */
function spread(paths: readonly string[]): string[] {
  const bits = Math.ceil(Math.log2(Math.max(paths.length, 2)));
  const reversed = (index: number): number =>
    Number.parseInt(index.toString(2).padStart(bits, "0").split("").toReversed().join(""), 2);
  return paths
    .map((path, index) => ({ path, place: reversed(index) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ path }) => path);
}
