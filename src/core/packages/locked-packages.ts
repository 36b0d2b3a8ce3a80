import { posix } from "node:path";
import type { RepositoryFiles } from "../change.ts";
import { foldedPackage } from "../checks/manifest.ts";

/** A lockfile and the names that it holds. */
export type Locked = { path: string; names: ReadonlySet<string> };

const MOST_FOLDERS = 8;

type Format = { file: string; pattern: RegExp; folds?: boolean };

/** Names by pattern, not by parsing: these files are large, and a name that is read too much silences only. */
const FORMATS: Readonly<Record<string, readonly Format[]>> = {
  "package.json": [
    {
      file: "package-lock.json",
      pattern: /"(?:[^"\n]{0,300}node_modules\/)?((?:@[^"/\n]{1,100}\/)?[^"/\n]{1,214})"\s?:\s?[{"]/g,
    },
    {
      file: "npm-shrinkwrap.json",
      pattern: /"(?:[^"\n]{0,300}node_modules\/)?((?:@[^"/\n]{1,100}\/)?[^"/\n]{1,214})"\s?:\s?[{"]/g,
    },
    { file: "pnpm-lock.yaml", pattern: /^ {2,12}['"]?\/?((?:@[\w.~-]{1,100}\/)?[\w.~-]{1,214})['"]?(?:[@/:]|$)/gm },
    { file: "yarn.lock", pattern: /^(?:.{0,400}, )?"?((?:@[\w.~-]{1,100}\/)?[\w.~-]{1,214})@/gm },
    { file: "bun.lock", pattern: /^\s{0,12}"((?:@[^"/\n]{1,100}\/)?[^"/\n]{1,214})"\s?:/gm },
  ],
  "pyproject.toml": ["poetry.lock", "uv.lock", "pdm.lock", "pylock.toml"].map((file) => ({
    file,
    pattern: /^name\s?=\s?["']([\w.-]{1,100})["']/gm,
    folds: true,
  })),
  Pipfile: [{ file: "Pipfile.lock", pattern: /"([\w.-]{1,100})"\s?:\s?\{/g, folds: true }],
  "requirements.in": [
    { file: "requirements.txt", pattern: /^([\w.-]{1,100})\s{0,4}(?:\[[^\]\n]{0,100}\])?\s{0,4}==/gm, folds: true },
  ],
  "go.mod": [{ file: "go.sum", pattern: /^(\S{1,300}) v/gm }],
  "build.gradle": [{ file: "gradle.lockfile", pattern: /^([\w.-]{1,200}:[\w.-]{1,200}):/gm }],
  "build.gradle.kts": [{ file: "gradle.lockfile", pattern: /^([\w.-]{1,200}:[\w.-]{1,200}):/gm }],
};

/** The lockfiles that answer for a manifest: those of the nearest folder, its own first, that has any. None are found where they are too large to read. */
export async function lockedPackages(manifest: string, read: RepositoryFiles["read"]): Promise<Locked[]> {
  const formats = FORMATS[posix.basename(manifest)] ?? [];
  if (formats.length === 0) return [];
  let folder = posix.dirname(manifest);
  for (let step = 0; step < MOST_FOLDERS; step++) {
    const paths = formats.map(({ file }) => posix.join(folder, file));
    const texts = await Promise.all(paths.map((path) => read(path)));
    const found = formats.flatMap(({ pattern, folds }, index) => {
      const text = texts[index];
      return text === undefined ? [] : [{ path: paths[index] ?? "", names: namesIn(text, pattern, folds ?? false) }];
    });
    if (found.length > 0) return found;
    if (folder === "." || folder === "/") break;
    folder = posix.dirname(folder);
  }
  return [];
}

function namesIn(text: string, pattern: RegExp, folds: boolean): Set<string> {
  const names = new Set<string>();
  for (const match of text.matchAll(pattern)) names.add(folds ? foldedPackage(match[1] ?? "") : (match[1] ?? ""));
  return names;
}
