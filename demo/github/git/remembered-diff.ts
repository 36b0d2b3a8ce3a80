import type { BareRepository } from "./bare-repository.ts";
import { mergeBase } from "./commits.ts";
import { diffCommits, type FileDiff } from "./diff.ts";

const DIFFS_KEPT = 64;
const kept = new WeakMap<BareRepository, Map<string, Promise<unknown>>>();

/** `diffCommits`, once for each pair of commits: a review asks for every page of the same files. */
export async function rememberedDiff(git: BareRepository, base: string | undefined, head: string): Promise<FileDiff[]> {
  return await remembered(git, `${base ?? ""} ${head}`, () => diffCommits(git, base, head));
}

export async function rememberedMergeBase(
  git: BareRepository,
  base: string,
  head: string,
): Promise<string | undefined> {
  return await remembered(git, `${base}...${head}`, () => mergeBase(git, base, head));
}

/** Commits never change, so what two of them say together doesn't either. */
async function remembered<Result>(git: BareRepository, key: string, ask: () => Promise<Result>): Promise<Result> {
  const results = kept.get(git) ?? new Map<string, Promise<unknown>>();
  kept.set(git, results);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each key is asked with one kind of question
  const before = results.get(key) as Promise<Result> | undefined;
  if (before) return await before;
  const asked = ask();
  results.set(key, asked);
  asked.catch(() => results.delete(key));
  const oldest = results.size > DIFFS_KEPT ? results.keys().next().value : undefined;
  if (oldest !== undefined) results.delete(oldest);
  return await asked;
}
