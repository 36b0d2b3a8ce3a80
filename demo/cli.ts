import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Makes a real repository of demo/sample, one commit by a person and one by an AI agent, and reviews the second with the real command line.
const here = import.meta.dirname;
const outer = mkdtempSync(join(tmpdir(), "reflexgen-demo-"));
const folder = join(outer, "parcelo");
mkdirSync(folder);
const environment = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  REFLEXGEN_HOME: join(outer, "home"),
};

function git(...words: string[]): void {
  const { status, stderr } = spawnSync("git", words, { cwd: folder, env: environment, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${words[0]} failed: ${stderr}`);
}

function commit(sample: string, author: string, email: string, message: string): void {
  cpSync(join(here, "sample", sample), folder, { recursive: true });
  git("add", "--all");
  git("-c", `user.name=${author}`, "-c", `user.email=${email}`, "commit", "--quiet", "--message", message);
}

try {
  git("init", "--quiet", "--initial-branch=main");
  commit("before", "Ada", "ada@example.com", "Track parcels");
  git("switch", "--quiet", "--create", "customer-pages");
  commit(
    "after",
    "Ada",
    "ada@example.com",
    "Add customer pages, labels and couriers\n\nCo-authored-by: Claude <noreply@anthropic.com>",
  );

  process.stdout.write(
    "A pull request of AI-written code in a small sample repository (demo/sample).\nIn your own repository: reflexgen review\n\n",
  );
  const words = [join(here, "..", "bin", "reflexgen.js"), "review", "main..customer-pages", ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, words, { cwd: folder, env: environment, stdio: "inherit" });
  // Findings are what the demo is for; only a review that could not be made is a failure.
  process.exitCode = status === 2 || status === null ? 2 : 0;
} finally {
  rmSync(outer, { recursive: true, force: true });
}
