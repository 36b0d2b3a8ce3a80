import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Change } from "./repository.ts";
import { findSources, type Sources } from "./sources.ts";
import { SOUND, WEAK } from "./weak-code.ts";

/** Every fifth file gets a function that is reported. */
const WEAK_EVERY = 5;

/** Real files of four languages, from all over their trees. */
export function realFiles(scratch: string): string[][] {
  const sources: Sources = findSources(join(scratch, "sources"));
  return [sources.python, sources.typescript, sources.go, sources.javascript].map((paths) =>
    paths.filter((path) => extname(path).slice(1) in SOUND && !/\.d\.ts$|_test\.|[/\\]tests?[/\\]/.test(path)),
  );
}

/** What a pull request of `count` such files changes: each has a function added at its end. */
export function realChanges(pools: readonly string[][], count: number): Change[] {
  return Array.from({ length: count }, (_, index) => {
    const pool = pools[index % pools.length] ?? [];
    const path = pool[Math.floor((pool.length / count) * index)] ?? "";
    const extension = extname(path).slice(1);
    const before = readFileSync(path, "utf8");
    const added = index % WEAK_EVERY === 0 ? WEAK[extension] : SOUND[extension];
    return { path: `part${index % 9}/file${index}.${extension}`, before, after: before.trimEnd() + "\n" + added };
  });
}
