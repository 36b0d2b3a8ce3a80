import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { MAX_FILE_BYTES, REASONS } from "./blob-text.ts";

export type BytesInside = { bytes: Uint8Array } | { reason: string };

/**
 * The bytes of a regular file below `root`, which is a real path (no links in it). Neither the file nor any folder on the way
 * may be a symbolic link, and a pipe or device is never waited for. Undefined when there is no such file.
 */
export async function readInside(root: string, path: string): Promise<BytesInside | undefined> {
  const file = join(root, ...path.split("/"));
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) return { reason: "it lies outside the repository" };
  try {
    if ((await realpath(dirname(file))) !== dirname(file)) return { reason: REASONS.symlink };
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) return { reason: REASONS.special };
      if (facts.size > MAX_FILE_BYTES) return { reason: REASONS.tooLarge };
      return { bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): BytesInside | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  if (code === "ELOOP" || code === "EMLINK") return { reason: REASONS.symlink };
  if (code === "EACCES" || code === "EPERM") return { reason: "no right to read it" };
  if (code === "ENXIO" || code === "EISDIR") return { reason: REASONS.special };
  return { reason: `it could not be read (${typeof code === "string" ? code : "unknown error"})` };
}
