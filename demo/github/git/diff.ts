import type { BareRepository } from "./bare-repository.ts";
import { runGit } from "./run-git.ts";

/** One file of a diff between two commits. */
export type FileDiff = {
  path: string;
  previousPath: string | undefined;
  status: "added" | "removed" | "modified" | "renamed" | "changed";
  /** The blob at the head; at the base for a removed file. */
  sha: string;
  headMode: string;
  additions: number;
  deletions: number;
  binary: boolean;
  /** From the first `@@` on, without the last line feed; undefined when no line changed. */
  patch: string | undefined;
};

const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** What changed from `base` to `head`, by path; `undefined` as base means everything is new. */
export async function diffCommits(
  repository: BareRepository,
  base: string | undefined,
  head: string,
): Promise<FileDiff[]> {
  const range = [base ?? EMPTY_TREE, head];
  const [rows, patches] = await Promise.all([
    runGit(repository.folder, ["diff-tree", "-r", "-M", "-l3000", "--raw", "--numstat", "--abbrev=40", "-z", ...range]),
    runGit(repository.folder, ["diff-tree", "-r", "-M", "-l3000", "-p", "--no-textconv", "--no-ext-diff", ...range]),
  ]);
  const parts = splitPatches(patches.toString());
  const { raw, counts } = splitRows(rows.toString().split("\0"));
  return raw.map((row, index) => {
    const [added = "0", deleted = "0"] = counts[index] ?? [];
    // A file that became a link, or the other way round, is printed as one removed and one added.
    const part = parts.splice(0, row.typeChanged ? 2 : 1).at(-1) ?? "";
    const start = part.indexOf("\n@@ ") + 1;
    const { typeChanged: _, ...file } = row;
    return {
      ...file,
      additions: Number(added) || 0,
      deletions: Number(deleted) || 0,
      binary: added === "-",
      patch: start === 0 ? undefined : part.slice(start).replace(/\n$/, ""),
    };
  });
}

type RawRow = Pick<FileDiff, "path" | "previousPath" | "status" | "sha" | "headMode"> & { typeChanged: boolean };

/** `:mode mode sha sha status\0path\0[path\0]` for each file, then `added\tdeleted\tpath\0` for each. */
function splitRows(fields: string[]): { raw: RawRow[]; counts: string[][] } {
  const raw: RawRow[] = [];
  const counts: string[][] = [];
  let at = 0;
  while (fields[at]?.startsWith(":")) {
    const [, headMode = "", baseSha = "", headSha = "", letter = ""] = (fields[at] ?? "").split(" ");
    const renamed = letter.startsWith("R");
    const first = fields[at + 1] ?? "";
    raw.push({
      path: renamed ? (fields[at + 2] ?? "") : first,
      previousPath: renamed ? first : undefined,
      status: statusOf(letter, baseSha === headSha),
      sha: letter === "D" ? baseSha : headSha,
      headMode,
      typeChanged: letter === "T",
    });
    at += renamed ? 3 : 2;
  }
  while (fields[at]) {
    const [added = "", deleted = "", path] = (fields[at] ?? "").split("\t");
    counts.push([added, deleted]);
    // A renamed file's two paths come as fields of their own.
    at += path === "" ? 3 : 1;
  }
  return { raw, counts };
}

function statusOf(letter: string, sameBytes: boolean): FileDiff["status"] {
  if (letter === "A") return "added";
  if (letter === "D") return "removed";
  if (letter.startsWith("R")) return "renamed";
  return sameBytes || letter === "T" ? "changed" : "modified";
}

/** One part a file. A line of a patch begins with a blank, a sign, `@` or a backslash, so the header can't be mistaken; only LF parts lines. */
function splitPatches(text: string): string[] {
  return text === "" ? [] : `\n${text}`.split("\ndiff --git ").slice(1);
}
