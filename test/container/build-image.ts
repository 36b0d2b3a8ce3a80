import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Stage } from "./read-dockerfile.ts";

export type Checkout = {
  root: string;
  /** A Node's folder, which goes first on PATH. */
  nodeFolder: string;
};

/**
 * The first stage of the Dockerfile in `folder`, step by step: the checkout without what `.dockerignore` names, then each RUN.
 * `npm ci` alone is not run: the packages that it put into the checkout are linked, as no network may be here.
 */
export function buildStage({ instructions }: Stage, folder: string, { root, nodeFolder }: Checkout): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, text, words } of instructions) {
    if (name === "COPY" && text === ". .") copyContext(root, folder);
    else if (name === "COPY") copyInto(root, folder, words);
    else if (name === "RUN" && text === "npm ci") linkPackages(root, folder);
    else if (name === "RUN") runStep(text, folder, nodeFolder);
  }
}

function runStep(command: string, folder: string, nodeFolder: string): void {
  const { status, stdout, stderr } = spawnSync("sh", ["-ec", command], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${nodeFolder}:${process.env["PATH"] ?? ""}`, HOME: folder, npm_config_update_notifier: "false" },
  });
  if (status !== 0) throw new Error(`${command}: exit ${status}\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
}

/** What the last stage copies from the first. */
export function copyStage({ instructions }: Stage, from: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, words } of instructions) {
    if (name !== "COPY" || !words[0]?.startsWith("--from=")) continue;
    const [paths, target] = [words.slice(1, -1), words.at(-1) ?? ""];
    for (const path of paths.map((path) => path.replace(/^\/app\//, ""))) {
      const place = target.endsWith("/") ? join(folder, path) : join(folder, target);
      mkdirSync(dirname(place), { recursive: true });
      renameSync(join(from, path), place);
    }
  }
}

function copyInto(root: string, folder: string, words: readonly string[]): void {
  const [paths, target] = [words.slice(0, -1), words.at(-1) ?? ""];
  for (const path of paths)
    cpSync(join(root, path), target.endsWith("/") ? join(folder, target, path) : join(folder, target), {
      recursive: true,
    });
}

/** The work tree as git knows it, so that a test sees what would be committed. */
function copyContext(root: string, folder: string): void {
  const ignored = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
  const paths = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const path of new Set(paths.split("\0"))) {
    if (path === "" || ignored.includes(path.split("/")[0] ?? "")) continue;
    try {
      cpSync(join(root, path), join(folder, path));
    } catch {
      // A file that has just gone from the work tree.
    }
  }
}

function linkPackages(root: string, folder: string): void {
  const [from, to] = [join(root, "node_modules"), join(folder, "node_modules")];
  try {
    execFileSync("cp", ["-al", from, to], { stdio: "pipe" });
    // npm writes into this one file in place: it must not be the checkout's.
    rmSync(join(to, ".package-lock.json"), { force: true });
    cpSync(join(from, ".package-lock.json"), join(to, ".package-lock.json"));
  } catch {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}
