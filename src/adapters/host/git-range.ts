import { UserError } from "../../core/errors.ts";
import type { Git } from "./git.ts";
import { findObjects } from "./git-objects.ts";
import type { Repository } from "./git-repository.ts";

/** Full SHAs; `base` is the merge base of what was named. */
export type PinnedRange = { base: string; head: string };

/**
 * The commits that a range speaks of: `BASE..HEAD`, `BASE...HEAD`, or `BASE`; a missing side is HEAD.
 * Both forms compare from the merge base, as a pull request does. Without a range: what HEAD adds to the default branch.
 *
 * @throws UserError for everything that does not lead to two commits with a common ancestor.
 */
export async function pinRange(git: Git, repository: Repository, range?: string): Promise<PinnedRange> {
  const { base, head } = range === undefined ? await defaultRange(git) : await namedRange(git, repository, range);
  const mergeBase = (await git.text(["merge-base", base, head])).trim();
  if (mergeBase === "") throw new UserError(withoutAncestor(repository, range));
  if (mergeBase === head) throw new UserError(emptyRange(range, base === head));
  return { base: mergeBase, head };
}

async function namedRange(git: Git, repository: Repository, range: string): Promise<PinnedRange> {
  const [baseName = "", headName = ""] = range.split(/\.{2,3}/);
  if (range.trim() === "" || range.split("..").length > 2)
    throw new UserError(`${quoted(range)} is not a range: write BASE..HEAD`);
  const names = [baseName || "HEAD", headName || "HEAD"];
  for (const name of names) refuseOdd(name);
  const found = await findObjects(
    git,
    names.map((name) => `${name}^{commit}`),
  );
  names.forEach((name, index) => {
    if (found[index]) return;
    if (name === "HEAD") throw new UserError("there are no commits yet: nothing to compare with");
    const hint = repository.shallow ? "; this is a shallow clone: run git fetch --unshallow, then try again" : "";
    throw new UserError(`git knows no commit named ${quoted(name)}${hint}`);
  });
  return { base: found[0]?.sha ?? "", head: found[1]?.sha ?? "" };
}

async function defaultRange(git: Git): Promise<PinnedRange> {
  const configured = (await git.text(["config", "--default", "", "--get", "init.defaultBranch"])).trim();
  const branches = [configured, "main", "master"].filter((name) => isPlain(name));
  const names = [
    "refs/remotes/origin/HEAD",
    ...branches.flatMap((name) => [`refs/remotes/origin/${name}`, `refs/heads/${name}`]),
  ];
  const [head, ...candidates] = await findObjects(
    git,
    ["HEAD", ...names].map((name) => `${name}^{commit}`),
  );
  if (!head) throw new UserError("there are no commits yet: nothing to review; for new files use --uncommitted");
  const base = candidates.find((candidate) => candidate !== undefined);
  if (!base)
    throw new UserError(
      "there is no default branch to compare with (origin/HEAD, main or master): name a range, such as HEAD~1..HEAD",
    );
  return { base: base.sha, head: head.sha };
}

/** Names go to git by standard input, so this is for clear words rather than for safety. @see git-check-ref-format(1) */
function refuseOdd(name: string): void {
  if (name.startsWith("-")) throw new UserError(`${quoted(name)} is not a ref: a ref can't start with a dash`);
  if (!isPlain(name))
    throw new UserError(`${quoted(name)} is not a ref: it has a character that git does not allow there`);
}

function isPlain(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  return name.length > 0 && name.length <= 256 && !/[\x00-\x20\x7f:?*[\\]/.test(name);
}

function emptyRange(range: string | undefined, same: boolean): string {
  if (range !== undefined) return `the range ${quoted(range)} is empty: it adds no commit`;
  return same
    ? "nothing to review: HEAD is the default branch; name a range, such as HEAD~1..HEAD, or use --uncommitted"
    : "nothing to review: the default branch has everything that HEAD has; name a range, or use --uncommitted";
}

function withoutAncestor(repository: Repository, range: string | undefined): string {
  const what = range === undefined ? "HEAD and the default branch have" : `the two sides of ${quoted(range)} have`;
  if (repository.shallow)
    return `${what} no common ancestor in this shallow clone: run git fetch --unshallow, then try again`;
  return `${what} no common ancestor`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
