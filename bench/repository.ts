import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file before and after a change. */
export type Change = { path: string; before: string; after: string };

/** A git repository with one commit of all `before` and one of all `after`; the range is `HEAD~1..HEAD`. */
export function makeRepository(folder: string, changes: readonly Change[]): string {
  mkdirSync(folder, { recursive: true });
  const git = (...words: string[]): void => {
    execFileSync("git", words, {
      cwd: folder,
      stdio: "ignore",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
    });
  };
  git("init", "--initial-branch=main");
  for (const side of ["before", "after"] as const) {
    for (const change of changes) {
      mkdirSync(dirname(join(folder, change.path)), { recursive: true });
      writeFileSync(join(folder, change.path), change[side]);
    }
    git("add", "--all");
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--message", side);
  }
  return folder;
}
