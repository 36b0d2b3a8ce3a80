import { randomBytes } from "node:crypto";
import { chmod, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TextDecoder } from "node:util";
import { readInside } from "./read-inside.ts";

/**
 * Replaces the text of a file below `root`, a real path, if it still is the text that the fix was made from. All or nothing: a new file
 * is written beside it and takes its place, with its mode. Never through a symbolic link.
 *
 * @throws Error with a reason for people; the file is as it was then.
 */
export async function writeInside(root: string, path: string, expected: string, text: string): Promise<void> {
  const found = await readInside(await realpath(root), path);
  if (!found) throw new Error("it is gone");
  if ("reason" in found) throw new Error(found.reason);
  if (new TextDecoder("utf-8", { ignoreBOM: true }).decode(found.bytes) !== expected)
    throw new Error("it was changed since the review, or is not the reviewed version");

  const file = join(await realpath(root), ...path.split("/"));
  const { mode } = await stat(file);
  if ((mode & 0o222) === 0) throw new Error("it is write-protected");
  const draft = join(dirname(file), `.reflexgen-${randomBytes(6).toString("hex")}`);
  try {
    const handle = await open(draft, "wx");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(draft, mode & 0o7777);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new Error(`it can't be written (${codeOf(error)})`, {
      cause: error,
    });
  }
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown reason";
}
