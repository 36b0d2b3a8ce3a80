import type { Route } from "../route.ts";

export type Match = { route: Route; params: Record<string, string> };

/** Parameters that may hold slashes without their being encoded, as on GitHub. */
const WITH_SLASHES = new Set(["ref", "basehead", "branch", "base"]);

/** A function from a request to its route; where several fit, the one with more fixed words is meant. */
export function routeMatcher(routes: readonly Route[]): (method: string, pathname: string) => Match | undefined {
  const compiled = routes
    .map((route) => ({ route, ...compile(route.path) }))
    .sort((one, other) => other.fixedWords - one.fixedWords);
  return (method, pathname) => {
    for (const { route, pattern, names } of compiled) {
      const match = route.method === method ? pattern.exec(pathname) : null;
      // The one optional part is a path, and none is the top folder.
      const values = match?.slice(1).map((value: string | undefined) => decode(value ?? ""));
      if (values === undefined || values.includes(undefined)) continue;
      return { route, params: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])) };
    }
    return undefined;
  };
}

function compile(path: string): { pattern: RegExp; names: string[]; fixedWords: number } {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const source = path
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("/{path}", "(?:/(.*))?")
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => (WITH_SLASHES.has(name) ? "(.+)" : "([^/]+)"));
  const fixedWords = path.split("/").filter((word) => word !== "" && !word.startsWith("{")).length;
  return { pattern: new RegExp(`^${source}/?$`), names, fixedWords };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
