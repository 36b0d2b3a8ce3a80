import { posix } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { RepositoryFiles } from "../change.ts";
import { familyOf, languageOf } from "../language.ts";

/** What the project declares around one file. Read, never executed; what can't be read declares nothing. */
export type Manifest = {
  /** Paths of the manifests that were read, nearest first. */
  files: string[];
  /** Declared packages: npm names, folded PyPI names, Go module paths, Java `group` and `group:artifact`. */
  packages: ReadonlySet<string>;
  /** The Go module that the file belongs to. */
  ownModule?: string;
};

export const NO_MANIFEST: Manifest = { files: [], packages: new Set() };

/** How far up the folders are searched; deeper trees are rare, and each step is a read. */
const MAX_ANCESTORS = 12;

const NAMES: Record<string, readonly string[]> = {
  python: [
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "requirements/base.txt",
    "requirements/production.txt",
    "requirements.in",
    "setup.py",
    "setup.cfg",
    "Pipfile",
    "environment.yml",
  ],
  typescript: ["package.json"],
  go: ["go.mod"],
  java: ["pom.xml", "build.gradle", "build.gradle.kts"],
};

/** The manifests of the file's language in its folder and all folders above, together. All are asked for at once, so that a host can gather the reads. */
export async function readManifest(path: string, files: Pick<RepositoryFiles, "read">): Promise<Manifest> {
  const names = NAMES[familyOf(languageOf(path))] ?? [];
  const candidates = ancestors(path).flatMap((folder) => names.map((name) => posix.join(folder, name)));
  const texts = await Promise.all(candidates.map((at) => files.read(at)));
  const found: string[] = [];
  const packages = new Set<string>();
  let ownModule: string | undefined;
  for (const [index, at] of candidates.entries()) {
    const text = texts[index];
    if (text === undefined) continue;
    found.push(at);
    const declared = declaredIn(posix.basename(at), text.slice(0, 500_000));
    for (const each of declared.packages) packages.add(each);
    ownModule ??= declared.ownModule;
  }
  return { files: found, packages, ...(ownModule ? { ownModule } : {}) };
}

/** PyPI's own folding. @see https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function foldedPackage(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

function ancestors(path: string): string[] {
  const folders: string[] = [];
  for (let folder = posix.dirname(path); folders.length < MAX_ANCESTORS; folder = posix.dirname(folder)) {
    folders.push(folder);
    if (folder === "." || folder === "/" || folder === "") break;
  }
  return folders;
}

type Declared = { packages: string[]; ownModule?: string };

function declaredIn(name: string, text: string): Declared {
  if (name === "package.json") return { packages: npmPackages(text) };
  if (name === "go.mod") return goModules(text);
  if (name === "pom.xml" || name.startsWith("build.gradle")) return { packages: javaPackages(text) };
  if (name === "environment.yml") return { packages: condaPackages(text) };
  if (name === "Pipfile") return { packages: tomlKeys(text, /^\[(packages|dev-packages|[\w-]+)\]/) };
  if (name === "pyproject.toml")
    return { packages: [...quotedRequirements(text), ...tomlKeys(text, /^\[tool\.(poetry|pdm|uv)\b.*dependencies\]/)] };
  if (name === "setup.py") return { packages: quotedRequirements(text) };
  return { packages: lineRequirements(text) };
}

const Dependencies = z.record(z.string(), z.unknown()).nullish().catch(null);
const PackageJson = z.object({
  dependencies: Dependencies,
  devDependencies: Dependencies,
  peerDependencies: Dependencies,
  optionalDependencies: Dependencies,
});

function npmPackages(text: string): string[] {
  try {
    const manifest = PackageJson.safeParse(JSON.parse(text.replace(/^\ufeff/, "")));
    return Object.values(manifest.data ?? {}).flatMap((declared) => Object.keys(declared ?? {}));
  } catch {
    return [];
  }
}

function goModules(text: string): Declared {
  const ownModule = /^module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
  const packages = [...text.matchAll(/^[ \t]{0,20}(?:require[ \t]+)?([\w.-]+\.[\w.-]+(?:\/[\w.~-]+)*)[ \t]+v\d/gm)].map(
    (match) => match[1] ?? "",
  );
  return { packages, ...(ownModule ? { ownModule } : {}) };
}

function javaPackages(text: string): string[] {
  const maven = [
    ...text.matchAll(
      /<groupId>\s{0,20}([\w.-]{1,200})\s{0,20}<\/groupId>\s{0,200}<artifactId>\s{0,20}([\w.-]{1,200})/g,
    ),
  ];
  const gradle = [...text.matchAll(/["']([\w.-]{1,200}):([\w.-]{1,200})(?::[^"'\n]{0,200})?["']/g)];
  return [...maven, ...gradle].flatMap(([, group = "", artifact = ""]) => [group, `${group}:${artifact}`]);
}

function condaPackages(text: string): string[] {
  try {
    const manifest: unknown = parseYaml(text, { maxAliasCount: 10 });
    const found = JSON.stringify(manifest).matchAll(/"([A-Za-z][\w.-]{0,100})(?:[ =<>~!][^"]{0,100})?"/g);
    return [...found].map((match) => foldedPackage(match[1] ?? ""));
  } catch {
    return [];
  }
}

/** Lines such as `Flask[async]>=2.0 ; python_version > "3"`, as in requirements files and setup.cfg. */
function lineRequirements(text: string): string[] {
  return [
    ...text.matchAll(
      /^[ \t]{0,20}([A-Za-z0-9][\w.-]{0,100})[ \t]{0,20}(?:\[[^\]\n]{0,100}\])?[ \t]{0,20}(?:[=<>~!;@#,].*)?$/gm,
    ),
  ].map((match) => foldedPackage(match[1] ?? ""));
}

/** Requirements that stand in quotes, as in a setup.py or in `dependencies = ["flask>=2"]`. */
function quotedRequirements(text: string): string[] {
  return [
    ...text.matchAll(
      /["']([A-Za-z0-9][\w.-]{0,100})[ \t]{0,20}(?:\[[^\]\n"']{0,100}\])?[ \t]{0,20}(?:[=<>~!;@][^"'\n]{0,200})?["']/g,
    ),
  ].map((match) => foldedPackage(match[1] ?? ""));
}

/** Keys of the tables whose heading matches. */
function tomlKeys(text: string, heading: RegExp): string[] {
  const keys: string[] = [];
  let open = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("[")) open = heading.test(line);
    else if (open) {
      const key = /^["']?([A-Za-z0-9][\w.-]{0,100})["']?[ \t]{0,20}=/.exec(line)?.[1];
      if (key) keys.push(foldedPackage(key));
    }
  }
  return keys;
}
