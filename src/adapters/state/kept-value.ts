import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { KeptValue } from "../../core/kept-value.ts";

/** Larger is none of ours. */
const MOST_BYTES = 1024 * 1024;

/** One small value in a file of its own, replaced whole: a reader sees the old one or the new one, and after a crash too. */
export function openKeptValue(file: string): KeptValue {
  return {
    async read() {
      try {
        const text = await readFile(file, "utf8");
        return text.length > MOST_BYTES ? undefined : JSON.parse(text);
      } catch {
        // Not there, or damaged: then it is as if nothing had been kept.
        return undefined;
      }
    },
    async write(value) {
      await mkdir(dirname(file), { recursive: true });
      const temporary = `${file}.${randomBytes(4).toString("hex")}`;
      try {
        const handle = await open(temporary, "wx", 0o600);
        try {
          await handle.writeFile(JSON.stringify(value));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}
