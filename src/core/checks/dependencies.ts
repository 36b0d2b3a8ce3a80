import { posix } from "node:path";
import type { Import } from "../analysis.ts";
import { familyOf, type Language } from "../language.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { PYTHON_PACKAGES } from "./data/package-names.ts";
import { isStandardModule } from "./data/standard-modules.ts";
import { declares, npmPackage, ownFileCandidates } from "./import-origin.ts";
import { foldedPackage } from "./manifest.ts";
import { listed, surplus } from "./multiset.ts";

/** A new import is of the language itself, of a declared dependency, of a file that exists, or of what the file imports already. */
export async function noNewDependency(look: Look): Promise<Verdict> {
  const { before, after, language, input } = look;
  if (!before.reading?.outline || !after.reading?.outline)
    return notRun(before.unread || after.unread || "no outline for this language here");
  const added = surplus(after.reading.outline.imports, before.reading.outline.imports, (each) => each.module);
  const old = before.reading.outline.imports;
  const foreign: string[] = [];
  for (const each of added) {
    const known =
      isStandardModule(each.module, language) ||
      alreadyUsed(each, old, language) ||
      declares(input.manifest, each.module, language);
    if (!known && !(await isOwnFile(each, look))) foreign.push(each.module);
  }
  if (foreign.length > 0) {
    const where =
      input.manifest.files.length > 0 ? `not declared in ${input.manifest.files[0]}` : "no manifest declares it";
    return failed(`new dependency ${listed(foreign)}: ${where}`);
  }
  return passed(
    added.length > 0 ? `imports ${listed(added.map((each) => each.module))}: no new dependency` : "imports nothing new",
  );
}

/** The package of this module is imported by the file already. C headers are files of their own, so only Python's, Java's and npm's packages count. */
function alreadyUsed(each: Import, old: readonly Import[], language: Language): boolean {
  const packageOf = (module: string): string => {
    if (module.startsWith(".") || language === "c" || language === "cpp") return module;
    if (familyOf(language) === "java")
      return module
        .split(".")
        .slice(0, /^(org\.(apache|eclipse)|com\.(google|github))\./.test(module) ? 3 : 2)
        .join(".");
    if (familyOf(language) === "go") return module.split("/").slice(0, 3).join("/");
    if (familyOf(language) === "typescript") return npmPackage(module);
    return module.split(".", 1)[0] ?? module;
  };
  const brings = familyOf(language) === "python" ? (PYTHON_PACKAGES[foldedPackage(packageOf(each.module))] ?? []) : [];
  return old.some(
    (known) =>
      packageOf(known.module) === packageOf(each.module) || brings.includes(foldedPackage(packageOf(known.module))),
  );
}

/** Files that an import of the repository's own code could mean. */
async function isOwnFile(each: Import, { deps, input, language }: Look): Promise<boolean> {
  if (!deps.files) return false;
  const folder = posix.dirname(input.file.path);
  for (const candidate of ownFileCandidates(each.module, folder, language)) {
    const path = posix.normalize(candidate);
    if (path.startsWith("..") || path.startsWith("/")) continue;
    if ((await deps.files.read(path)) !== undefined) return true;
  }
  return false;
}
