import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBareRepository } from "../../demo/github/git/bare-repository.ts";
import { diffCommits, type FileDiff } from "../../demo/github/git/diff.ts";
import { runGit } from "../../demo/github/git/run-git.ts";
import type { PlacementCase, Side } from "./cases.ts";

/**
 * What git says of many cases at once: two commits by one `git fast-import`, and the diff between them with three lines around, in the rows
 * that GitHub would list. The folder of a case bears its number.
 */
export async function diffOfCases(cases: readonly PlacementCase[]): Promise<FileDiff[]> {
  const folder = await mkdtemp(join(tmpdir(), "reflexgen-placement-"));
  try {
    const repository = await createBareRepository(join(folder, "git"));
    const stream = [
      ...commit(
        "base",
        1,
        cases.map(({ base }) => base),
      ),
      ...commit(
        "head",
        2,
        cases.map(({ head }) => head),
      ),
    ];
    await runGit(repository.folder, ["fast-import", "--quiet"], Buffer.concat(stream));
    const shas = (await runGit(repository.folder, ["rev-parse", "base", "head"])).toString().split("\n");
    const rows = await diffCommits(repository, shas[0], shas[1] ?? "");
    repository.close();
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The folder that a case's files stand in. */
export const folderOf = (index: number): string => `case-${index}`;

/** Each commit says all of its files. */
function commit(branch: string, mark: number, sides: readonly (Side | undefined)[]): Uint8Array[] {
  const parts: Uint8Array[] = [
    Buffer.from(`commit refs/heads/${branch}\nmark :${mark}\ncommitter Ada <ada@example.com> ${mark} +0000\ndata 0\n`),
  ];
  for (const [index, side] of sides.entries()) {
    if (!side) continue;
    const { path, bytes, mode } = side;
    parts.push(
      Buffer.from(`M ${mode} inline ${quoted(`${folderOf(index)}/${path}`)}\ndata ${bytes.length}\n`),
      bytes,
      LF,
    );
  }
  return [...parts, LF];
}

const LF = Buffer.from("\n");

/** A path as `git fast-import` reads it. @see https://git-scm.com/docs/git-fast-import#Documentation/git-fast-import.txt-ltpathgt */
function quoted(path: string): string {
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
