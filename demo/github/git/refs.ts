import type { BareRepository } from "./bare-repository.ts";
import { GitError, gitText, runGit } from "./run-git.ts";

export type Ref = { name: string; sha: string };

const NO_SHA = "0".repeat(40);

const isSha = (text: string) => /^[0-9a-f]{40}$/.test(text);

/** A branch's tip, or undefined when there is no such branch. */
export async function branchSha(repository: BareRepository, branch: string): Promise<string | undefined> {
  return await refSha(repository, `refs/heads/${branch}`);
}

export async function refSha(repository: BareRepository, name: string): Promise<string | undefined> {
  if (!isRefName(name)) return undefined;
  try {
    return await gitText(repository.folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Refs below `prefix` (`refs/heads`), by name. */
export async function listRefs(repository: BareRepository, prefix: string): Promise<Ref[]> {
  const printed = await gitText(repository.folder, ["for-each-ref", "--format=%(objectname) %(refname)", prefix]);
  if (!printed) return [];
  return printed.split("\n").map((line) => ({ sha: line.slice(0, 40), name: line.slice(41) }));
}

/** One commit by branch, tag, full ref name or SHA (also cut to 7 figures or more), as GitHub's `ref` parameters take it. */
export async function resolveCommit(repository: BareRepository, name: string): Promise<string | undefined> {
  const asked = isSha(name)
    ? []
    : [`refs/heads/${name}`, `refs/tags/${name}`, ...(name.startsWith("refs/") ? [name] : [])];
  for (const ref of asked) {
    const sha = await refSha(repository, ref);
    if (sha) return await commitOf(repository, sha);
  }
  if (name === "HEAD" || /^[0-9a-f]{7,40}$/.test(name)) return await commitOf(repository, name);
  return undefined;
}

async function commitOf(repository: BareRepository, name: string): Promise<string | undefined> {
  const object = await repository.objects.read(`${name}^{commit}`);
  return object?.sha;
}

/**
 * Moves a ref when it still stands where the caller last saw it; `expected: undefined` asks for a ref that is not there yet.
 * The comparison and the move are one step, so of many at once a single one wins.
 */
export async function moveRef(
  repository: BareRepository,
  name: string,
  to: string | undefined,
  expected: string | undefined,
): Promise<boolean> {
  const line = to ? `update ${name}\0${to}\0${expected ?? NO_SHA}\0` : `delete ${name}\0${expected ?? ""}\0`;
  try {
    await runGit(repository.folder, ["update-ref", "-z", "--stdin"], line);
    return true;
  } catch (error) {
    if (error instanceof GitError && (await refSha(repository, name)) !== expected) return false;
    throw error;
  }
}

/** Sets a ref whatever it was: the way of a force push. */
export async function setRef(repository: BareRepository, name: string, sha: string): Promise<void> {
  await runGit(repository.folder, ["update-ref", "--end-of-options", name, sha]);
}

/** Git's own rules for names, as far as they matter here. @see https://git-scm.com/docs/git-check-ref-format */
export function isRefName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what the rule forbids
  return /^refs\/[^\0-\x20\x7f~^:?*[\\]+$/.test(name) && !/\.\.|@\{|\/\/|\/\.|\.lock(\/|$)|[/.]$/.test(name);
}
