import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Readable and writable by its owner only: it holds the App's key. */
const OWNER_ONLY = 0o600;

/**
 * Writes settings whole or not at all, readable by their owner only, and says where they are. A file that is there is replaced only with
 * `replace`. What can't be had a second time must not be lost: if a file has appeared meanwhile, the settings go beside it.
 */
export async function writeSettingsFile(
  path: string,
  text: string,
  { replace }: { replace: boolean },
): Promise<string> {
  if (replace) {
    const temporary = join(dirname(path), `.${randomBytes(6).toString("hex")}.tmp`);
    try {
      await writeNew(temporary, text);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    return path;
  }
  const there = await writeNew(path, text).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") return "there" as const;
    throw error;
  });
  if (there === undefined) return path;
  const beside = `${path}.${randomBytes(3).toString("hex")}`;
  await writeNew(beside, text);
  return beside;
}

/** Never follows a link and never writes into what is there: both are refused by the file system. */
async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", OWNER_ONLY);
  try {
    await file.chmod(OWNER_ONLY);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
