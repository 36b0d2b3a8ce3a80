import { posix } from "node:path";
import { familyOf, type Language } from "../language.ts";
import { PYTHON_PACKAGES } from "./data/package-names.ts";
import { foldedPackage, type Manifest } from "./manifest.ts";

/** `@scope/name/deep` → `@scope/name`. */
export function npmPackage(module: string): string {
  return module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Does a manifest name the package that brings the module? */
export function declares(manifest: Manifest, module: string, language: Language): boolean {
  switch (familyOf(language)) {
    case "python": {
      const name = foldedPackage(module.split(".", 1)[0] ?? module);
      return [name, `python-${name}`, ...(PYTHON_PACKAGES[name] ?? [])].some((each) => manifest.packages.has(each));
    }
    case "typescript":
      return !module.startsWith(".") && manifest.packages.has(npmPackage(module));
    case "go":
      return [...manifest.packages, ...(manifest.ownModule ? [manifest.ownModule] : [])].some(
        (each) => module === each || module.startsWith(`${each}/`),
      );
    case "java":
      return [...manifest.packages].some(
        (each) =>
          !each.includes(":") && each.includes(".") && module.startsWith(`${each.split(".").slice(0, 3).join(".")}.`),
      );
    default:
      return false;
  }
}

/** Paths at which an import of the repository's own code could stand. */
export function ownFileCandidates(module: string, folder: string, language: Language): string[] {
  switch (familyOf(language)) {
    case "typescript": {
      if (!module.startsWith(".")) return [];
      const at = posix.join(folder, module);
      const bare = at.replace(/\.(js|mjs|cjs|jsx)$/, "");
      return [
        at,
        ...["ts", "tsx", "js", "mjs", "cjs", "jsx", "mts", "cts", "json"].map((extension) => `${bare}.${extension}`),
        `${at}/index.ts`,
        `${at}/index.js`,
      ];
    }
    case "python": {
      const dots = /^\.*/.exec(module)?.[0].length ?? 0;
      const rest = module.slice(dots).split(".").join("/");
      const base = dots > 0 ? posix.join(folder, ...Array.from({ length: dots - 1 }, () => "..")) : undefined;
      const roots = base === undefined ? [folder, ".", "src", posix.dirname(folder)] : [base];
      return roots.flatMap((root) => [`${posix.join(root, rest)}.py`, posix.join(root, rest, "__init__.py")]);
    }
    case "java": {
      const root = /^(.*?\/)?(?:src\/(?:main|test)\/java|src)\//.exec(`${folder}/`)?.[0] ?? "";
      return [`${root}${module.split(".").join("/")}.java`];
    }
    case "c":
      return module.startsWith('"')
        ? [posix.join(folder, module.slice(1, -1)), module.slice(1, -1), `include/${module.slice(1, -1)}`]
        : [];
    default:
      return [];
  }
}
