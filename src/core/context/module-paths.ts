import { posix } from "node:path";
import { familyOf, type Language } from "../language.ts";

const SCRIPT_ENDINGS = [
  ".ts",
  ".tsx",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".mts",
  ".cts",
  "/index.ts",
  "/index.tsx",
  "/index.js",
];
const GUESSES = 24;

/**
 * Paths at which a module may lie in the repository, likeliest first, at most 24. None is known to exist, and none leaves the repository.
 * `names` are what is imported from it: in Python each may be a module of its own.
 */
export function modulePaths(module: string, names: readonly string[], importer: string, language: Language): string[] {
  const folder = posix.dirname(importer);
  const guesses = guess(module, names, folder, language).map((path) => posix.normalize(path));
  return [...new Set(guesses)]
    .filter((path) => path !== importer && !path.startsWith("../") && !path.startsWith("/"))
    .slice(0, GUESSES);
}

function guess(module: string, names: readonly string[], folder: string, language: Language): string[] {
  switch (familyOf(language)) {
    case "python":
      return pythonPaths(module, names, folder);
    case "typescript":
      return scriptPaths(module, folder);
    case "java":
      return upwards(folder).map((root) => `${root}${module.replaceAll(".", "/")}.java`);
    case "c":
      return module.startsWith("<") ? [] : headerPaths(module, folder);
    default:
      return [];
  }
}

function pythonPaths(module: string, names: readonly string[], folder: string): string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const tail = module.slice(dots).replaceAll(".", "/");
  const roots = dots > 0 ? [`${folder}/${"../".repeat(dots - 1)}`] : upwards(folder);
  return roots.flatMap((root) => {
    const base = posix.join(root, tail);
    const inside = names.filter((name) => /^\w+$/.test(name)).slice(0, 4);
    return [...(tail ? [`${base}.py`] : []), `${base}/__init__.py`, ...inside.map((name) => `${base}/${name}.py`)];
  });
}

function scriptPaths(module: string, folder: string): string[] {
  const alias = /^[@~]\/(.+)$/.exec(module)?.[1];
  if (!module.startsWith(".") && alias === undefined) return [];
  const bases =
    alias === undefined
      ? [posix.join(folder, module)]
      : upwards(folder).flatMap((root) => [`${root}src/${alias}`, `${root}${alias}`]);
  return bases.flatMap((base) => {
    // TypeScript writes `./db.js` for `./db.ts`.
    const bare = base.replace(/\.[mc]?jsx?$/, "");
    return /\.\w+$/.test(base)
      ? [base, ...SCRIPT_ENDINGS.slice(0, 2).map((ending) => bare + ending)]
      : SCRIPT_ENDINGS.map((ending) => base + ending);
  });
}

function headerPaths(module: string, folder: string): string[] {
  return [
    `${folder}/${module}`,
    ...upwards(folder).flatMap((root) => [`${root}${module}`, `${root}include/${module}`, `${root}src/${module}`]),
  ].flatMap((path) => [path, path.replace(/\.h(pp|h|xx)?$/, ".c"), path.replace(/\.h(pp|h|xx)?$/, ".cpp")]);
}

/** The folder and all above it, nearest first, each with a final slash; the repository's root is the empty text. */
function upwards(folder: string): string[] {
  const parts = folder === "." ? [] : folder.split("/");
  return [...parts.keys(), parts.length]
    .toReversed()
    .map((length) => (length === 0 ? "" : `${parts.slice(0, length).join("/")}/`));
}
