import { randomBytes } from "node:crypto";
import { mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../core/errors.ts";

/**
 * Writes a file below `root`, new or in place of an old one, and its folder where there is none. All or nothing, and never through a
 * symbolic link: a tree could name any file of this machine by one.
 *
 * @throws UserError with a reason for people.
 */
export async function placeInside(root: string, path: string, text: string): Promise<void> {
  const file = join(await realpath(root), ...path.split("/"));
  const draft = join(dirname(file), `.reflexgen-${randomBytes(6).toString("hex")}`);
  try {
    await mkdir(dirname(file), { recursive: true });
    if ((await realpath(dirname(file))) !== dirname(file))
      throw new UserError(`${path}: its folder is a symbolic link`);
    const handle = await open(draft, "wx");
    await handle.writeFile(text).finally(() => handle.close());
    // A link at the place itself is replaced, not followed.
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} can't be written`, { cause: error });
  }
}
