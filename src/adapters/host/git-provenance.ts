import type { ChangedFile } from "../../core/change.ts";
import { provenanceOf, type LocatedSign } from "../../core/provenance.ts";
import { concurrently } from "./concurrently.ts";
import { blame, type BlamedLines } from "./git-blame.ts";
import type { SignedCommit } from "./git-commits.ts";
import type { Git } from "./git.ts";
import type { PinnedRange } from "./git-range.ts";

/** Most files whose lines are traced to single commits; the others' authors stay unknown. */
const MAX_BLAMED = 200;
const BLAMES_AT_ONCE = 4;

/**
 * The files with who wrote their changed lines. Lines are traced to commits only where it makes a difference:
 * several commits, of which some carry signs and others not.
 */
export async function withProvenance(
  git: Git,
  range: PinnedRange,
  files: readonly ChangedFile[],
  commits: readonly SignedCommit[],
): Promise<ChangedFile[]> {
  const [first] = commits;
  if (!first || commits.every((commit) => !commit.sign && commit.notes.length === 0))
    return files.map((file) => attributed(file, []));
  const alike = commits.every((commit) => commit.notes.length === 0 && sameSign(commit, first));
  if (commits.length === 1 || alike) return files.map((file) => attributed(file, signsOfOne(first, file.path)));

  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  let blamed = 0;
  return concurrently(files, BLAMES_AT_ONCE, async (file) => {
    if (file.changedLines.length === 0 || ++blamed > MAX_BLAMED) return attributed(file, []);
    const lines = await blame(git, range, file.path);
    return attributed(
      file,
      lines.flatMap((part) => signsOfBlamed(part, bySha.get(part.commit))),
    );
  });
}

function attributed(file: ChangedFile, signs: readonly LocatedSign[]): ChangedFile {
  return { ...file, provenance: provenanceOf(file.changedLines, signs) };
}

function signsOfOne(commit: SignedCommit, path: string): LocatedSign[] {
  const noted = commit.notes.filter((note) => note.path === path);
  return commit.sign ? [...noted, { sign: commit.sign }] : noted;
}

/** The note's lines are those of its commit: moved to where they stand at the head. */
function signsOfBlamed(part: BlamedLines, commit: SignedCommit | undefined): LocatedSign[] {
  if (!commit) return [];
  const own = { startLine: part.headLine, endLine: part.headLine + part.count - 1 };
  const shift = part.headLine - part.commitLine;
  const noted = commit.notes
    .filter((note) => note.path === part.path)
    .map(({ sign, lines }) => ({
      sign,
      lines: lines
        .map(({ startLine, endLine }) => ({
          startLine: Math.max(startLine + shift, own.startLine),
          endLine: Math.min(endLine + shift, own.endLine),
        }))
        .filter(({ startLine, endLine }) => startLine <= endLine),
    }));
  return commit.sign ? [...noted, { sign: commit.sign, lines: [own] }] : noted;
}

function sameSign(a: SignedCommit, b: SignedCommit): boolean {
  return JSON.stringify(a.sign) === JSON.stringify(b.sign);
}
