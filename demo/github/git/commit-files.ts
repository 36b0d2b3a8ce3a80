import { randomUUID } from "node:crypto";
import type { BareRepository } from "./bare-repository.ts";
import { gitText, runGit } from "./run-git.ts";

/** What a commit does with one path: its new content, `null` to delete, a mode of its own, or a submodule's commit. */
export type FileChange =
  | string
  | Uint8Array
  | null
  | { content: string | Uint8Array; mode?: "100644" | "100755" | "120000" }
  | { submodule: string }
  /** What is stored already: a blob, or with mode 040000 a tree. */
  | { stored: string; mode: string };

export type Files = Readonly<Record<string, FileChange>>;

export type Signature = { name: string; email: string; date: Date };

export type NewCommit = {
  /** None for the first commit of a repository. The first parent's files are what `files` changes. */
  parents: readonly string[];
  files: Files;
  message: string;
  author: Signature;
  committer?: Signature;
};

/** Writes a commit of any bytes and modes and returns its SHA; no branch moves. Paths without a mode keep the one that they have. */
export async function writeCommit(repository: BareRepository, commit: NewCommit): Promise<string> {
  const ref = `refs/scratch/${randomUUID()}`;
  const modes = await modesOf(repository, commit.parents[0], Object.keys(commit.files));
  const printed = await gitText(
    repository.folder,
    ["fast-import", "--quiet", "--date-format=raw"],
    fastImport(ref, commit, modes),
  );
  await runGit(repository.folder, ["update-ref", "-d", ref]);
  return printed;
}

async function modesOf(repository: BareRepository, parent: string | undefined, paths: readonly string[]) {
  const modes = new Map<string, string>();
  if (!parent || paths.length === 0) return modes;
  const listed = await runGit(repository.folder, ["ls-tree", "-z", parent, "--", ...paths]);
  for (const line of listed.toString().split("\0")) {
    const tab = line.indexOf("\t");
    if (tab > 0) modes.set(line.slice(tab + 1), line.slice(0, 6));
  }
  return modes;
}

function fastImport(ref: string, commit: NewCommit, modes: ReadonlyMap<string, string>): Buffer {
  const parts: (string | Uint8Array)[] = [`commit ${ref}\nmark :1\n`];
  parts.push(`author ${person(commit.author)}\ncommitter ${person(commit.committer ?? commit.author)}\n`);
  parts.push(...data(commit.message));
  const [first, ...more] = commit.parents;
  if (first) parts.push(`from ${first}\n`);
  for (const parent of more) parts.push(`merge ${parent}\n`);
  for (const [path, change] of Object.entries(commit.files)) {
    if (change === null) parts.push(`D ${quoted(path)}\n`);
    else if (typeof change === "object" && "submodule" in change)
      parts.push(`M 160000 ${change.submodule} ${quoted(path)}\n`);
    else if (typeof change === "object" && "stored" in change)
      parts.push(`M ${change.mode} ${change.stored} ${quoted(path)}\n`);
    else {
      const whole = typeof change === "string" || change instanceof Uint8Array ? { content: change } : change;
      parts.push(`M ${whole.mode ?? fileMode(modes.get(path))} inline ${quoted(path)}\n`, ...data(whole.content));
    }
  }
  parts.push("get-mark :1\n");
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

const fileMode = (mode: string | undefined) => (mode?.startsWith("1") && mode !== "160000" ? mode : "100644");

function data(content: string | Uint8Array): (string | Uint8Array)[] {
  const bytes = Buffer.from(content);
  return [`data ${bytes.length}\n`, bytes, "\n"];
}

function person({ name, email, date }: Signature): string {
  // Git takes neither angle brackets nor line feeds in a name.
  const clean = (text: string) => text.replaceAll(/[<>\n\0]/g, "");
  return `${clean(name)} <${clean(email)}> ${Math.floor(date.getTime() / 1000)} +0000`;
}

function quoted(path: string): string {
  const escaped = path
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`);
  return `"${escaped}"`;
}
