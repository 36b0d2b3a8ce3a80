import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../sample/parcelo");

/** All files of one state of the sample repository, by path: `main`, or what a pull request brings. */
export function sampleFiles(state: "main" | "pull-1" | "pull-1-by-ada" | "pull-2"): Record<string, string> {
  const root = join(folder, state);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}
