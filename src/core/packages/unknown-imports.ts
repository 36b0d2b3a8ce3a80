import { posix } from "node:path";
import type { Import, Outline } from "../analysis.ts";
import type { ChangedFile, RepositoryFiles } from "../change.ts";
import { declares, npmPackage, ownFileCandidates } from "../checks/import-origin.ts";
import { isStandardModule } from "../checks/data/standard-modules.ts";
import { readManifest, type Manifest } from "../checks/manifest.ts";
import { familyOf, type Language } from "../language.ts";
import { overlaps } from "../text.ts";
import { lockedPackages } from "./locked-packages.ts";

/** An import of a package that nothing here names; `manifests` are those that were read. */
type UnknownImport = { name: string; start: number; end: number; manifests: readonly string[] };

/** Each is a few reads of the repository. */
const MOST_IMPORTS = 40;
const MOST_FOLDERS = 6;

/**
 * Imports on changed lines whose package no manifest and no lockfile names, and that are no file of the repository. Only for languages
 * where the name of a package follows from the import: Python, JavaScript and TypeScript, Go. Without a manifest nothing is known.
 */
export async function unknownImports(
  file: ChangedFile,
  outline: Outline | undefined,
  files: Pick<RepositoryFiles, "read">,
): Promise<UnknownImport[]> {
  const { language } = file;
  const family = familyOf(language);
  if (!outline || !["python", "typescript", "go"].includes(family)) return [];
  const fresh = outline.imports.filter(
    (each) =>
      file.changedLines.some((range) => overlaps(range, each.span)) &&
      isPackage(each.module, language) &&
      // Where the base imports it too, it is not this change's, wherever the line stands now.
      !file.base?.includes(each.module),
  );
  if (fresh.length === 0) return [];
  const manifest = await readManifest(file.path, files);
  if (manifest.files.length === 0 || manifest.packages.size === 0 || (await hasOwnPaths(family, manifest, files)))
    return [];
  const locked = await Promise.all(manifest.files.map((path) => lockedPackages(path, files.read)));
  const unknown: UnknownImport[] = [];
  for (const each of fresh.slice(0, MOST_IMPORTS)) {
    const name = packageOf(each.module, language);
    const isLocked = locked.flat().some(({ names }) => names.has(name) || names.has(name.replaceAll("_", "-")));
    if (isLocked || declares(manifest, each.module, language) || declaresTypes(manifest, name)) continue;
    if (unknown.some((known) => known.name === name) || (await isOwnCode(each, file, files))) continue;
    unknown.push({ name, manifests: manifest.files, ...placeOf(each, file.head) });
  }
  return unknown;
}

/** A name that a registry could have: no relative path, no alias of a bundler, no module of the language. */
function isPackage(module: string, language: Language): boolean {
  if (isStandardModule(module, language)) return false;
  if (familyOf(language) === "typescript") return /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9][\w.-]*(\/|$)/.test(module);
  if (familyOf(language) === "go") return /^[\w-]+(\.[\w-]+)+\//.test(module);
  return /^[A-Za-z]\w*(\.|$)/.test(module);
}

function packageOf(module: string, language: Language): string {
  if (familyOf(language) === "typescript") return npmPackage(module);
  return familyOf(language) === "go" ? module.split("/").slice(0, 3).join("/") : (module.split(".", 1)[0] ?? module);
}

function declaresTypes(manifest: Manifest, name: string): boolean {
  return manifest.packages.has(`@types/${name.replace(/^@/, "").replace("/", "__")}`);
}

/** With path aliases or a base folder any bare name can be a file: then nothing is said. */
async function hasOwnPaths(family: string, manifest: Manifest, files: Pick<RepositoryFiles, "read">): Promise<boolean> {
  if (family === "go") return manifest.ownModule === undefined;
  if (family !== "typescript") return false;
  const folders = manifest.files.map((path) => posix.dirname(path));
  const names = ["tsconfig.json", "tsconfig.base.json", "jsconfig.json", "deno.json", "import_map.json"];
  const texts = await Promise.all(
    folders.flatMap((folder) => names.map((name) => files.read(posix.join(folder, name)))),
  );
  return texts.some((text) => text !== undefined && /"(paths|baseUrl|imports|extends)"\s{0,10}:/.test(text));
}

async function isOwnCode(each: Import, file: ChangedFile, files: Pick<RepositoryFiles, "read">): Promise<boolean> {
  const { language } = file;
  const folders = foldersAbove(file.path);
  const paths = folders
    .flatMap((folder) => [folder, posix.join(folder, "src"), posix.join(folder, "lib")])
    .flatMap((folder) => {
      if (familyOf(language) !== "python")
        return ["", "/index"].flatMap((end) =>
          [".ts", ".tsx", ".js", ".jsx"].map((type) => posix.join(folder, `${each.module}${end}${type}`)),
        );
      // A folder without an `__init__.py` is a package too: then one of its files tells.
      const parts = each.module.split(".");
      const inner = [
        ...each.names.slice(0, 5).map((name) => [...parts, name]),
        parts,
        parts.slice(0, 2),
        parts.slice(0, 1),
      ];
      return inner.flatMap((path) => [posix.join(folder, ...path, "__init__.py"), `${posix.join(folder, ...path)}.py`]);
    });
  const all = [...new Set([...ownFileCandidates(each.module, posix.dirname(file.path), language), ...paths])];
  const texts = await Promise.all(all.map((path) => files.read(posix.normalize(path))));
  return texts.some((text) => text !== undefined);
}

function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = posix.dirname(path); folders.length < MOST_FOLDERS; folder = posix.dirname(folder)) {
    folders.push(folder);
    if (folder === ".") return folders;
  }
  return [...folders, "."];
}

/** The module's own words in the import. */
function placeOf({ module, span }: Import, text: string): { start: number; end: number } {
  const at = text.slice(span.start, span.end).indexOf(module);
  return at < 0 ? span : { start: span.start + at, end: span.start + at + module.length };
}
