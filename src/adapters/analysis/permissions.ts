import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** The folder of our compiled or plain source: `src` or `dist`. */
const SOURCE_FOLDER = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Node's arguments that take the analysis process's rights away: no network, no child processes, no workers, no
 * writing, and no reading but of its own code, its packages and the rules. Native parsers need `--allow-addons`.
 *
 * Node before 25 has no permission for the network; the child's code makes no connection in any version.
 *
 * @see https://nodejs.org/api/permissions.html
 */
export function permissionArguments(rulesFolder: string): string[] {
  const readable = [SOURCE_FOLDER, join(dirname(SOURCE_FOLDER), "package.json"), ...packageFolders(), rulesFolder];
  return ["--permission", "--allow-addons", ...readable.map((path) => `--allow-fs-read=${path}`)];
}

/**
 * Where Node looks for packages from our folder upwards, and where they really are: they may be hoisted, or linked into
 * a store beside each other, of which the outermost `node_modules` holds everything.
 */
function packageFolders(): string[] {
  const entries = ["@ast-grep/napi", "@secretlint/core", "zod"].map((name) => require.resolve(name));
  const marker = `${sep}node_modules${sep}`;
  const folders = entries.map((entry) => entry.slice(0, entry.indexOf(marker) + marker.length - 1));
  return [...new Set([...lookups(dirname(SOURCE_FOLDER)), ...folders])];
}

function lookups(folder: string): string[] {
  const parent = dirname(folder);
  return [join(folder, "node_modules"), ...(parent === folder ? [] : lookups(parent))];
}
