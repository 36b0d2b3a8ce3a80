import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Real source code at hand, by language: what the tools of this machine brought along. Empty where a tool is absent. */
export type Sources = Record<"python" | "javascript" | "typescript" | "go" | "java" | "c", string[]>;

const MAX_BYTES = 400_000;
const UNPACK =
  "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2], [n for n in zipfile.ZipFile(sys.argv[1]).namelist() if n.startswith('java.base/java') or n.startswith('java.base/sun')])";

/** `scratch` takes what must be unpacked first. */
export function findSources(scratch: string): Sources {
  const modules = fileURLToPath(new URL("../node_modules", import.meta.url));
  return {
    python: filesIn(said("python3", "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"), ["py"]),
    javascript: filesIn(modules, ["js", "mjs", "cjs"]),
    typescript: filesIn(modules, ["ts", "mts", "cts", "tsx"]),
    go: filesIn(within(said("go", "env", "GOROOT"), "src"), ["go"]),
    java: filesIn(unpackedJava(scratch), ["java"]),
    c: [...filesIn(within(said("go", "env", "GOROOT"), "src"), ["c", "h"]), ...filesIn(headers(), ["h", "c"])],
  };
}

/** Sorted; no generated giants and no minified bundles. */
function filesIn(folder: string | undefined, extensions: readonly string[]): string[] {
  if (folder === undefined || !existsSync(folder)) return [];
  return globSync(`**/*.{${extensions.join(",")},}`, { cwd: folder })
    .filter((path) => extensions.some((extension) => path.endsWith(`.${extension}`)) && !/\.min\.|\.map$/.test(path))
    .toSorted()
    .map((path) => join(folder, path))
    .filter((path) => {
      const facts = statSync(path, { throwIfNoEntry: false });
      return facts?.isFile() && facts.size > 0 && facts.size <= MAX_BYTES;
    });
}

function unpackedJava(scratch: string): string | undefined {
  const settings = spawnSync("java", ["-XshowSettings:properties", "-version"], { encoding: "utf8" }).stderr ?? "";
  const home = /java\.home = (.+)/.exec(settings)?.[1];
  // One JDK may bring the program and another beside it the sources.
  const archive =
    home &&
    globSync("*/lib/src.zip", { cwd: dirname(home) })
      .map((path) => join(dirname(home), path))
      .find(existsSync);
  if (!archive) return undefined;
  const folder = join(scratch, "java");
  mkdirSync(folder, { recursive: true });
  return spawnSync("python3", ["-c", UNPACK, archive, folder]).status === 0 ? folder : undefined;
}

function headers(): string | undefined {
  const found = spawnSync("gcc", ["-E", "-Wp,-v", "-xc", "-"], { input: "", encoding: "utf8" }).stderr ?? "";
  return /^ (\/\S*include)$/m.exec(found.split("\n").toReversed().join("\n"))?.[1];
}

function said(program: string, ...argv: string[]): string | undefined {
  try {
    return execFileSync(program, argv, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function within(folder: string | undefined, name: string): string | undefined {
  return folder && join(folder, name);
}
