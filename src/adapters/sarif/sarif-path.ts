import { posix } from "node:path";
import type { SarifResult, SarifRun } from "./sarif-schema.ts";

const MOST_CHARACTERS = 1000;

type Location = NonNullable<
  NonNullable<NonNullable<SarifResult["locations"]>[number]["physicalLocation"]>["artifactLocation"]
>;

/**
 * The path of a result inside the repository, with `/`; undefined where it lies outside or is no path. `root` is the repository's own
 * folder, for tools that write whole paths.
 */
export function sarifPath(location: Location, run: SarifRun, root: string | undefined): string | undefined {
  const artifact =
    location.index === undefined || location.index === null ? undefined : run.artifacts?.[location.index];
  const { uri, uriBaseId } = location.uri ? location : (artifact?.location ?? {});
  if (!uri || uri.length > MOST_CHARACTERS) return undefined;
  const base = uriBaseId ? run.originalUriBaseIds?.[uriBaseId]?.uri : undefined;
  const own = decoded(uri);
  if (own === undefined) return undefined;
  if (!isWhole(own)) {
    const below = base ? decoded(base) : undefined;
    // What a base says beside the root counts only if it lies below our own root.
    const folder = below !== undefined && isWhole(below) ? relativeTo(root, below) : "";
    return inside(posix.join(folder ?? "", own));
  }
  const relative = relativeTo(root, own);
  return relative === undefined ? undefined : inside(relative);
}

/** `file:///c:/x`, `/x`, `C:\x` → a path with `/`; undefined for other schemes and broken escapes. */
function decoded(uri: string): string | undefined {
  try {
    const path = decodeURIComponent(uri.replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/i, "")).replaceAll("\\", "/");
    if (/[\0\n\r]/.test(path) || /^[a-z][a-z+.-]+:/i.test(path)) return undefined;
    return path.replace(/^\/(?=[a-z]:\/)/i, "");
  } catch {
    return undefined;
  }
}

function isWhole(path: string): boolean {
  return path.startsWith("/") || /^[a-z]:\//i.test(path);
}

function relativeTo(root: string | undefined, path: string): string | undefined {
  if (root === undefined) return undefined;
  const folder = `${root.replaceAll("\\", "/").replace(/\/+$/, "")}/`;
  const whole = posix.normalize(path);
  return `${whole}/`.startsWith(folder) ? whole.slice(folder.length) : undefined;
}

function inside(path: string): string | undefined {
  const clean = posix.normalize(path).replace(/^(\.\/)+/, "");
  return clean === "" || clean === "." || clean === ".." || clean.startsWith("../") || clean.startsWith("/")
    ? undefined
    : clean;
}
