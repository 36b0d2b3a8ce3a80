import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBareRepository, type BareRepository } from "../../../../demo/github/git/bare-repository.ts";
import { writeCommit, type Files } from "../../../../demo/github/git/commit-files.ts";
import { setRef } from "../../../../demo/github/git/refs.ts";

export const ADA = { name: "Ada", email: "ada@example.com", date: new Date("2026-01-02T03:04:05Z") };

/** Bare repositories in a folder of their own; `clear` removes them all. */
export function scratchRepositories() {
  const folder = mkdtempSync(join(tmpdir(), "reflexgen-git-"));
  const open: BareRepository[] = [];
  let count = 0;
  return {
    folder,
    async repository(files: Files = {}) {
      const repository = await createBareRepository(join(folder, `${++count}.git`));
      open.push(repository);
      const sha = await writeCommit(repository, { parents: [], files, message: "First", author: ADA });
      await setRef(repository, "refs/heads/main", sha);
      return { repository, sha };
    },
    clear() {
      for (const repository of open) repository.close();
      rmSync(folder, { recursive: true });
    },
  };
}
