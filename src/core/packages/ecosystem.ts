import { posix } from "node:path";

/** Where a package's name is looked up. */
export type Ecosystem = "npm" | "pypi" | "go" | "maven";

/** The ecosystem of a manifest that people write, by its name; undefined for every other file. */
export function ecosystemOf(path: string): Ecosystem | undefined {
  const name = posix.basename(path);
  if (name === "package.json") return "npm";
  if (name === "pyproject.toml" || name === "Pipfile" || isRequirements(path)) return "pypi";
  if (name === "go.mod") return "go";
  return name === "pom.xml" || /^build\.gradle(\.kts)?$/.test(name) ? "maven" : undefined;
}

export function isRequirements(path: string): boolean {
  return (
    /(^|[/_.-])(requirements|constraints)[\w.-]{0,60}\.(txt|in)$/i.test(path) ||
    /(^|\/)requirements\/[^/]+\.(txt|in)$/i.test(path)
  );
}
