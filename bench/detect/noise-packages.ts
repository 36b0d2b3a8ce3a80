import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
/** Debian keeps its own packages apart from what a person installs. */
const DEBIAN = "/usr/lib/python3/dist-packages";
const NPM = ["bullmq", "ioredis", "pg", "probot", "undici"];
const PYTHON = ["httplib2", "oauthlib", "pip", "pygments", "setuptools"];

export type Package = { name: string; folder: string };

/** Ten well-known packages, as far as this machine has them; or the folders that are named. */
export function packagesToRead(folders: readonly string[]): Package[] {
  if (folders.length > 0) return folders.map((folder) => ({ name: folder, folder }));
  const { stdout } = spawnSync("python3", ["-c", "import sys; print('\\n'.join(sys.path))"], { encoding: "utf8" });
  const roots = [DEBIAN, ...(stdout ?? "").split("\n").filter(Boolean)];
  return [
    ...NPM.map((name) => ({ name, folder: join(MODULES, name) })),
    ...PYTHON.flatMap((name) => {
      const folder = roots.map((root) => join(root, name)).find((path) => existsSync(path));
      return folder === undefined ? [] : [{ name, folder }];
    }),
  ].filter(({ folder }) => existsSync(folder));
}
