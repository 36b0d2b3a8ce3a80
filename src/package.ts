import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A file or folder of this package, in a checkout and when installed. */
export function packagePath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

export async function packageVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(packagePath("package.json"), "utf8"));
  return String(Reflect.get(Object(manifest), "version"));
}
